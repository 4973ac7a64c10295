"""What the detector records of a bunch crossing: particles, their true paths and the hits they leave."""
