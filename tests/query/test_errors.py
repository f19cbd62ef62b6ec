"""Errors of queries name the place, what is wrong, and what to write instead."""

from __future__ import annotations

import pytest

from model.annotation import Label
from model.errors import QueryError
from model.watch import Name, WatchEntity, Watchlist
from query import Vocabulary, parse

WATCHED = Watchlist(
    id="w",
    title="W",
    entities=(
        WatchEntity(id="irgc", label=Label.ORG, name="Revolutionary Guard Corps", names={"fa": (Name(text="سپاه"),)}),
        WatchEntity(id="quds-force", label=Label.ORG, name="Quds Force", names={}),
        WatchEntity(id="toronto", label=Label.GPE, name="Toronto", names={}),
    ),
)
KNOWN = Vocabulary.of([WATCHED])
CASES = [
    ("", 0, "empty", "* finds everything"),
    ("   ", 0, "empty", ""),
    ("a AND", 5, "missing at the end", ""),
    ("a OR", 4, "missing at the end", ""),
    ("NOT", 3, "missing at the end", ""),
    ("AND a", 0, "operator AND", "small letters"),
    ("a OR OR b", 5, "operator OR", ""),
    ("a && || b", 5, "operator ||", ""),
    ("a (b", 2, "never closed", "close it with )"),
    ("a b)", 3, "never opened", ""),
    ("a ()", 2, "nothing stands between", ""),
    ('a "b', 2, "never closed", 'close it with "'),
    ("a «b", 2, "never closed", "close it with »"),
    ("a» b", 1, "never opened", ""),
    ('""', 0, "nothing that can be searched", ""),
    ("a - b", 2, "- stands alone", "-word"),
    ("…", 0, "nothing that can be searched", ""),
    ("a AND …", 6, "nothing that can be searched", ""),
    ("-…", 1, "nothing that can be searched", ""),
    ("a OR +b", 5, "no meaning beside OR", ""),
    ("a\\", 1, "backslash", ""),
    ("contry:ca", 0, "unknown field «contry»", "contry\\:"),
    ("titel:ca", 0, "unknown field «titel»", "did you mean title"),
    ("a AND سپاه:تورنتو", 6, "unknown field «سپاه»", "سپاه\\:"),
    ("Lang:fa", 0, "unknown field", "did you mean lang"),
    (":a", 0, "name is missing before the colon", ""),
    ("lang:", 5, "value is missing", ""),
    ("lang:)", 5, "value is missing", ""),
    ("lang:persian", 5, "no language code", "fa"),
    ("entity:irg", 7, "unknown entity «irg»", "irgc"),
    ("entity:سپاه", 7, "unknown entity", "irgc"),
    ("entity:(irgc OR quds)", 16, "unknown entity «quds»", "quds-force"),
    ("kind:state", 5, "unknown kind of owner", "state-affiliated"),
    ("topic:threat", 6, "unknown topic", "threats"),
    ("has:claim", 4, "unknown part", "claims"),
    ("lang:(title:a)", 6, "", ""),
    ("te*", 2, "3 letters", "backslash"),
    ("a *x", 2, "3 letters", ""),
    ("سپ*", 2, "3 letters", ""),
    ("nova-sco*", 0, "single word", ""),
    ("toro*~1", 0, "wildcards and ~", ""),
    ("toronto~3", 8, "1 or 2", ""),
    ("/tor.*/", 0, "regular expressions", ""),
    ('"a b"~x', 6, "number of words", '"two words"~5'),
    ('"a b a"~2', 0, "occurs twice", ""),
    ('"می‌شود می شود"~2', 0, "occurs twice", ""),
    ("a^", 2, "number above 0", "word^2"),
    ("a^0", 2, "number above 0", ""),
    ("^2", 0, "nothing stands before the boost", ""),
    ("[a TO b]", 0, "needs a field", ""),
    ("published:yesterday", 10, "no time", "now-7d"),
    ("published:2026-13-01", 10, "no time", ""),
    ("published:1405-12-30", 10, "no time", ""),
    ("published:2026-11-21T25:00", 10, "no time", ""),
    ("published:now-7d", 10, "single moment", "published:>=now-7d"),
    ("published:[2026 2027]", 16, "expected TO", ""),
    ("published:[2026 TO 2027", 10, "never closed", ""),
    ("published:[2027 TO 2026]", 10, "ends before it begins", ""),
    ("published:[TO 2026]", 11, "value is missing", ""),
    ("published:>*", 12, "* is no bound", ""),
    ("seen:*", 5, "seen at some time", ""),
    ("relevance:high", 10, "no relevance", "number from 0 to 1"),
    ("relevance:2", 10, "no relevance", ""),
    ("relevance:[0.9 TO 0.1]", 10, "ends before", ""),
    ("claim:denied", 6, "expected (", "modality:denied"),
    ("claim:()", 6, "nothing is asked", "has:claims"),
    ("claim:(denied)", 7, "expected an attribute", ""),
    ("claim:(modality:deny)", 16, "unknown modality", "denied"),
    ("claim:(speeker:a)", 7, "unknown attribute", "speaker"),
    ("claim:(about:irg)", 13, "unknown entity", "irgc"),
    ("claim:(speaker:a OR modality:denied)", 17, "OR cannot stand", "claim:(…) OR claim:(…)"),
    ("claim:(NOT about:irgc)", 7, "cannot stand inside", "put NOT before claim"),
    ("claim:(speaker:a", 6, "never closed", ""),
    ("claim:(speaker:)", 15, "value is missing", ""),
    ("claim:(modality:(denied alleged))", 24, "expected OR or )", ""),
    ("title:(claim:(direct:true))", 7, "cannot stand inside", ""),
]


@pytest.mark.parametrize(("text", "position", "what", "remedy"), CASES, ids=[case[0] for case in CASES])
def test_an_error_points_and_helps(text: str, position: int, what: str, remedy: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text, KNOWN)
    error = caught.value
    assert (error.position, error.exit_code) == (position, 2)
    assert what in error.thing
    assert remedy in error.remedy
    assert f"character {position + 1} " in str(error)


def test_known_entities_pass_and_unknown_sources_only_where_sources_are_known() -> None:
    parse("entity:irgc AND claim:(about:toronto) AND source:anything", KNOWN)
    with pytest.raises(QueryError, match="unknown source"):
        parse("source:anything", Vocabulary(sources=frozenset({"harbour-post"})))


@pytest.mark.parametrize(
    "text", ["(" * 100 + "a" + ")" * 100, "NOT " * 100 + "a", "-" * 100 + "a", "a OR " * 2000 + "a"]
)
def test_a_monstrous_query_is_an_error_not_a_crash(text: str) -> None:
    with pytest.raises(QueryError, match=r"nested more than|more than 1024 parts"):
        parse(text)


def test_a_query_may_not_be_endless() -> None:
    with pytest.raises(QueryError, match="longer than"):
        parse("a" * 30_000)
