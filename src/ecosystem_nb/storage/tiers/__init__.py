"""Tiers: what media deliver and cost, what workloads ask, and which mix serves them at least cost."""
