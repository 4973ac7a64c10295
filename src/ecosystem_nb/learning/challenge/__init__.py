"""The retraining challenge: policies that keep one model right while its detector changes."""
