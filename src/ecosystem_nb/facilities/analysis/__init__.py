"""Analysis facilities: how fast a chain of services reads a sample, and what that takes."""
