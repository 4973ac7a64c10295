"""Build-out: what each site buys in which year."""
