"""Many Kalman filters at once: finding and fitting tracks in matrix-major blocks, after mkFit."""
