"""The week's one decision."""
