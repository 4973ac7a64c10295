"""Sensitivity: which input moves the cost, alone and with others, and what one more unit costs."""
