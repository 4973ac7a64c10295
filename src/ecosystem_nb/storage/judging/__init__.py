"""Judging a storage technology: workload, binding resource, cost at equal service."""
