"""The corpus of advice: reading it, searching it, quoting it."""
