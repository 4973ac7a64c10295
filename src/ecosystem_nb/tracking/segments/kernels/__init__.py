"""Cuts of the linked objects, one object a function, and the loops that count and fill them."""
