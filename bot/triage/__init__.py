"""What a comment is, told by its text alone."""
