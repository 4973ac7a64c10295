"""An executable book about computing for the High-Luminosity LHC."""
