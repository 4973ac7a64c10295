"""Tracks from a learned graph: embed hits, join neighbours, drop edges, pass messages, cut, walk."""
