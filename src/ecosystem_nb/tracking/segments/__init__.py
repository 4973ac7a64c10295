"""Tracks linked from short pieces, each made in parallel from the ones before: segment linking."""
