"""Thin fronts: they carry cards to people and words to commands."""
