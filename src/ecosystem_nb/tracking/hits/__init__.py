"""How hits are kept, so that a window in azimuth and z is found at once."""
