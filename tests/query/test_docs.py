"""Every query in the documentation is one."""

from __future__ import annotations

import re

import pytest
from corpora import ROOT

from query import parse

PAGE = (ROOT / "docs" / "query-language.md").read_text(encoding="utf-8")
ROWS = [line.split(" | ")[0] for line in PAGE.splitlines() if line.startswith("| `")]
EXAMPLES = [example.replace("\\|", "|") for row in ROWS for example in re.findall(r"`([^`]+)`", row)]


def test_there_are_examples() -> None:
    assert len(EXAMPLES) > 50


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_parses(example: str) -> None:
    parse(example)
