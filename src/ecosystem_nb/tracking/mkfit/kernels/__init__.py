"""Compiled parts: one filter's step, the start of a track, building, fitting and cleaning."""
