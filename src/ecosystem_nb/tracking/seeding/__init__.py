"""Where tracks begin: triplets of pixel hits."""
