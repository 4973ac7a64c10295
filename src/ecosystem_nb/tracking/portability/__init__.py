"""What is shared between processor and GPU, what is not, and what a GPU could at best do."""
