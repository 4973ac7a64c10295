"""Budgets: the spend for a need, the capacity for a budget, and the gap between them."""
