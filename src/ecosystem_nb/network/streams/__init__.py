"""One TCP stream: how fast it can go, and how far away its other end is."""
