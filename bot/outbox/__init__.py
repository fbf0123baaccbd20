"""What is to be sent: claimed, leased, sent once."""
