"""Promises with a date, and the data that checks them."""
