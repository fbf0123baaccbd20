"""Audits: what works and what leaks, post by post, and what cannot be seen."""
