"""Data challenges rehearsed on the transfer simulator."""
