"""ACTS, run live through its wheel, as the peer that everything here is measured against."""
