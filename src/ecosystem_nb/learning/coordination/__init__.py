"""Who coordinates AI, which benchmarks there are, and what is missing."""
