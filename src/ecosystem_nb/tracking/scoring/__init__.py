"""Which particles were found, by which definition, and how sure that is."""
