"""Prices: what hardware cost, how sure a trend is, and which futures a plan should stand."""
