"""The live testbed: two real XRootD servers on loopback, their tokens, fireflies and copies."""
