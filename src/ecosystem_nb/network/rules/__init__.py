"""The published rules of FTS and Rucio, as pure state machines."""
