"""Reads config/ and validates it."""
