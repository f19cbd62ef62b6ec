"""Rules and data by language."""
