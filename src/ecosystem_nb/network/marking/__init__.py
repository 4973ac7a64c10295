"""Whose packet is this? SciTags flow labels and fireflies."""
