"""Index: engines behind one Protocol."""
