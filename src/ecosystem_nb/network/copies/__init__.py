"""Third-party copy over HTTP, byte by byte."""
