"""How safe is erasure-coded data? Failures, repairs and the chance that too many drives are down at once."""
