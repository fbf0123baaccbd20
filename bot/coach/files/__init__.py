"""Export files and documents that people drop on the coach."""
