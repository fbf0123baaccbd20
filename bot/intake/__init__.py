"""Export files in, facts out."""
