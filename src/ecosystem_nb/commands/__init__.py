"""Commands that know an area: one module each."""
