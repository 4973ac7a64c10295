"""Where the layers are, how well they measure and how much they scatter."""
