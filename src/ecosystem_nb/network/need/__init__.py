"""How much network the HL-LHC needs, and the ramp that leads there."""
