"""Reads config/ and validates it into Settings, Source, Watchlist, Rule and Digest."""

from catalog.config import Config, check, load
from catalog.problems import Problem

__all__ = ["Config", "Problem", "check", "load"]
