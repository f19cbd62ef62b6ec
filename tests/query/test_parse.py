"""Queries become the trees they look like."""

from __future__ import annotations

import pytest

from model.query import (
    All,
    AnyOf,
    Boost,
    ClaimAttribute,
    ClaimConstraint,
    ClaimMatch,
    Everything,
    Fuzzy,
    Has,
    Instant,
    Keyword,
    Not,
    Part,
    Phrase,
    Prefix,
    Query,
    Relative,
    RelevanceRange,
    Scope,
    Term,
    TermPattern,
    TimeField,
    TimeRange,
    Wildcard,
    Words,
)
from query import parse, show

A, B, C, D = Words("a"), Words("b"), Words("c"), Words("d")
DAY = 86_400_000
NOV_21 = 1_795_219_200_000
CASES: list[tuple[str, Query]] = [
    ("*", Everything()),
    ("*:*", Everything()),
    ("a", A),
    ("a b", Words("a b")),
    ("a\n b\u00a0c", Words("a b c")),
    ("a AND b", All((A, B))),
    ("a && b", All((A, B))),
    ("a&&b||c", AnyOf((All((A, B)), C))),
    ("a OR b", AnyOf((A, B))),
    ("a OR b OR c", AnyOf((A, B, C))),
    ("a OR b AND c", AnyOf((A, All((B, C))))),
    ("a AND b OR c AND d", AnyOf((All((A, B)), All((C, D))))),
    ("a b OR c d", AnyOf((Words("a b"), Words("c d")))),
    ("a AND b c", All((A, Words("b c")))),
    ("NOT a AND b", All((Not(A), B))),
    ("NOT a b", All((Not(A), B))),
    ("NOT (a OR b)", Not(AnyOf((A, B)))),
    ("NOT NOT a", Not(Not(A))),
    ("a -b", All((A, Not(B)))),
    ("a !b", All((A, Not(B)))),
    ("a +b", All((A, B))),
    ("-(a b)", Not(Words("a b"))),
    ("(a) b", All((A, B))),
    ("(a AND b) AND c", All((A, B, C))),
    ("((a))", A),
    ("a and b or not c", Words("a and b or not c")),
    ("\\AND \\NOT", Words("AND NOT")),
    ('"AND"', Phrase("AND")),
    ("AT&T", Words("AT&T")),
    ("twenty-one", Words("twenty-one")),
    ("12:30", Words("12:30")),
    ("۱۲:۳۰", Words("۱۲:۳۰")),
    ("a\\:b", Words("a:b")),
    ("\\(a\\)", Words("(a)")),
    # Persian typing.
    ("می شود", Words("می شود")),
    ("می‌شود", Words("می‌شود")),
    ("سپاه، تورنتو", Words("سپاه تورنتو")),
    ("سپاه؟", Words("سپاه؟")),
    ("سپا؟یان", Wildcard("سپا?یان")),
    ("\u202bسپاه\u202c \u200fOR\u200e a", AnyOf((Words("سپاه"), A))),
    # Quotations.
    ('"a b"', Phrase("a b")),
    ("«a b»", Phrase("a b")),
    ("“a b”", Phrase("a b")),
    ("„a b“", Phrase("a b")),
    ('"a b”', Phrase("a b")),
    ('«a "b"»', Phrase('a "b"')),
    ('"a \\" b"', Phrase('a " b')),
    ('"a b"~3', Phrase("a b", 3)),
    ('"a b"~۳', Phrase("a b", 3)),
    ('"a b" c', All((Phrase("a b"), C))),
    # Words that resemble.
    ("tor*", Prefix("tor")),
    ("سپا*", Prefix("سپا")),
    ("tor*o", Wildcard("tor*o")),
    ("tor?", Wildcard("tor?")),
    ("tor**", Wildcard("tor**")),
    ("tor\\**", Prefix("tor*")),
    ("tor\\*", Words("tor*")),
    ("toronto~", Fuzzy("toronto", 2)),
    ("toronto~1", Fuzzy("toronto", 1)),
    ("a b~1 c", All((A, Fuzzy("b", 1), C))),
    # Boosts.
    ("a^2", Boost(A, 2.0)),
    ("a b^2.5", All((A, Boost(B, 2.5)))),
    ("(a b)^2", Boost(Words("a b"), 2.0)),
    ("a^۲", Boost(A, 2.0)),
    ('"a b"~2^3', Boost(Phrase("a b", 2), 3.0)),
    ("-a^2", Not(Boost(A, 2.0))),
    # Fields.
    ("title:a", Words("a", Scope.TITLE)),
    ("title:a b", All((Words("a", Scope.TITLE), B))),
    ("title:(a b)", Words("a b", Scope.TITLE)),
    ("title:(a OR tor*)", AnyOf((Words("a", Scope.TITLE), Prefix("tor", Scope.TITLE)))),
    ("lang:FA", Term(Keyword.LANG, "fa")),
    ("lang: fa", Term(Keyword.LANG, "fa")),
    ("lang:(fa OR en) a", All((AnyOf((Term(Keyword.LANG, "fa"), Term(Keyword.LANG, "en"))), A))),
    ("lang:(-fa)", Not(Term(Keyword.LANG, "fa"))),
    ("entity:irgc", Term(Keyword.ENTITY, "irgc")),
    ("entity:*", Has(Part.ENTITY)),
    ("has:claims", Has(Part.CLAIMS)),
    ("kind:court", Term(Keyword.KIND, "court")),
    ("topic:ps752", Term(Keyword.TOPIC, "ps752")),
    ("story:3f2a", Term(Keyword.STORY, "3f2a")),
    ('source:"harbour post"', Term(Keyword.SOURCE, "harbour post")),
    ("source:har*", TermPattern(Keyword.SOURCE, "har*")),
    ("url:https://x.example/a?b=1&c=2", Term(Keyword.URL, "https://x.example/a?b=1&c=2")),
    ("https://x.example/12:30", Term(Keyword.URL, "https://x.example/12:30")),
    ("(https://x.example/(a)) b", All((Term(Keyword.URL, "https://x.example/(a)"), B))),
    ("url:https://x.example/*/~me", TermPattern(Keyword.URL, "https://x.example/*/~me")),
    # Ranges.
    ("published:2026-11-21", TimeRange(TimeField.PUBLISHED, Instant(NOV_21), Instant(NOV_21 + DAY))),
    ("published:1405-08-30", TimeRange(TimeField.PUBLISHED, Instant(NOV_21), Instant(NOV_21 + DAY))),
    ("published:۱۴۰۵/۸/۳۰", TimeRange(TimeField.PUBLISHED, Instant(NOV_21), Instant(NOV_21 + DAY))),
    ("seen:>2026-11-21", TimeRange(TimeField.SEEN, Instant(NOV_21 + DAY), None)),
    ("seen:>= 2026-11-21", TimeRange(TimeField.SEEN, Instant(NOV_21), None)),
    ("seen:<2026-11-21", TimeRange(TimeField.SEEN, None, Instant(NOV_21))),
    ("seen:<=2026-11-21", TimeRange(TimeField.SEEN, None, Instant(NOV_21 + DAY))),
    ("seen:2026-11-21T01:00:00.250+01:00", TimeRange(TimeField.SEEN, Instant(NOV_21 + 250), Instant(NOV_21 + 251))),
    ('seen:"2026-11-21 00:00"', TimeRange(TimeField.SEEN, Instant(NOV_21), Instant(NOV_21 + 60_000))),
    (
        "published:[now-7d TO now]",
        TimeRange(TimeField.PUBLISHED, Relative(((-7, "d"),)), Relative((), after=True)),
    ),
    ("published:{now-1M+2h/d TO *}", TimeRange(TimeField.PUBLISHED, Relative(((-1, "M"), (2, "h")), "d", True), None)),
    ("published:now/w", TimeRange(TimeField.PUBLISHED, Relative((), "w"), Relative((), "w", True))),
    ("published:*", Has(Part.PUBLISHED)),
    ("relevance:>0.5", RelevanceRange(0.5, None, with_low=False)),
    ("relevance:[0.25 TO ۰٫۵}", RelevanceRange(0.25, 0.5, True, False)),
    # Claims.
    (
        'claim:(speaker:"Ali Rezaei" AND modality:denied about:irgc)',
        ClaimMatch(
            (
                ClaimConstraint(ClaimAttribute.SPEAKER, ("Ali Rezaei",)),
                ClaimConstraint(ClaimAttribute.MODALITY, ("denied",)),
                ClaimConstraint(ClaimAttribute.ABOUT, ("irgc",)),
            )
        ),
    ),
    ("claim:(direct:yes)", ClaimMatch((ClaimConstraint(ClaimAttribute.DIRECT, ("true",)),))),
    ("claim:(NOT direct:true)", ClaimMatch((ClaimConstraint(ClaimAttribute.DIRECT, ("false",)),))),
    (
        "claim:(about:(irgc OR basij OR irgc))",
        ClaimMatch((ClaimConstraint(ClaimAttribute.ABOUT, ("irgc", "basij")),)),
    ),
    (
        "claim:(-modality:(asserted OR alleged OR possible OR demanded))",
        ClaimMatch((ClaimConstraint(ClaimAttribute.MODALITY, ("denied", "planned")),)),
    ),
    ("claim:*", Has(Part.CLAIMS)),
]


@pytest.mark.parametrize(("text", "tree"), CASES, ids=[text for text, _ in CASES])
def test_a_query_is_what_it_looks_like(text: str, tree: Query) -> None:
    assert parse(text) == tree
    assert parse(show(tree)) == tree
