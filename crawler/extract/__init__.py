"""Texts and metadata from pages."""
