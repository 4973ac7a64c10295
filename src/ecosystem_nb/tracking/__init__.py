"""How fast and how well tracks can be found at the HL-LHC: three approaches on the same events."""
