"""Finders of this book inside ACTS's sequencer."""
