"""Finders put together: the links of one are the seeds of another."""
