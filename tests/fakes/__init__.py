"""Fakes of the outside that refuse what the outside refuses."""
