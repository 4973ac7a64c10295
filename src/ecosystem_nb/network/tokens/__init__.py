"""Who may read this file? Tokens of the WLCG profile."""
