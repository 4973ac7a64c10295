"""Vintages: what is bought each year, how long it serves, and what it costs."""
