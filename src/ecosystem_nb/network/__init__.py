"""Wide-area network: what the HL-LHC needs and how it moves its data."""
