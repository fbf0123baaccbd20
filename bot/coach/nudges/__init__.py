"""Which one thing to ask, when, and what asking does."""
