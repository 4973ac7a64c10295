"""Compiled: random streams, and one particle's way through the detector."""
