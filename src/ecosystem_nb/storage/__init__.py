"""Storage: what caches, media and tiers do with the same requests."""
