"""Backtest: what a trend of earlier pledges would have said of later ones."""
