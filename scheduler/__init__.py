"""Conduct: the topology and the clock."""
