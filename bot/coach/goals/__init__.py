"""What success is for the team, and how far it is."""
