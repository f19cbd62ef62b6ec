"""What differs by language."""
