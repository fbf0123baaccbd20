"""What is reckoned from the data: figures with window and n, findings, what posts are. Nothing here speaks to people."""
