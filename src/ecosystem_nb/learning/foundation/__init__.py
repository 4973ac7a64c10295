"""A small foundation model: pretrained on masked windows of many conditions, then fine-tuned."""
