"""The query language: parsed to a typed tree, validated, printed back."""

from query.parser import parse
from query.printer import show
from query.vocabulary import Vocabulary

__all__ = ["Vocabulary", "parse", "show"]
