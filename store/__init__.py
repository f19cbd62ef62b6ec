"""The record: captures, articles, annotations, stories, matches, deliveries."""
