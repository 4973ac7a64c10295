"""Where a charged particle goes in the field, and what matter does to it."""
