"""How responses are asked for: manners and limits."""
