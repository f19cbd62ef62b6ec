"""Understand: mentions, links, claims, relevance, stories."""
