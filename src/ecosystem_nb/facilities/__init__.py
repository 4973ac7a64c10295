"""Facilities: demand for CPU, disk and tape, and what a flat budget buys."""
