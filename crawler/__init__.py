"""Collect: lists of articles, pages, and the texts on them."""
