"""One small network that tells electrons from jets: features, training, files, quality."""
