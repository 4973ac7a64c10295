"""How many collisions there were, and where: vertices from tracks."""
