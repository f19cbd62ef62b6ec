"""Serve: the analyst's desk."""
