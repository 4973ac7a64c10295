"""Who gets which rate, and when each transfer is done: exact max-min fair sharing over a topology."""
