"""Whatever can be a tree is printed as a query that parses to it; whatever is typed parses or says why not."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from model.annotation import Topic
from model.errors import QueryError
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
from model.source import Owner
from query import analysis, parse, show
from query.claims import CLOSED

FEW = settings(max_examples=300, deadline=None)
LETTERS = "abzAZسپاهیئآ۷5"
SIGNS = "-+!&|()[]{}^\"~*?:\\/«»“”„؟،.,'\u200c\u200f<>="
scopes = st.sampled_from(Scope)
pieces = st.text(LETTERS + SIGNS, min_size=1, max_size=6).map(lambda text: text.replace("\u200f", ""))
bare = st.tuples(st.text(LETTERS, min_size=1, max_size=3), st.text(LETTERS + SIGNS.replace("\u200f", ""), max_size=5))
word = st.one_of(bare.map("".join), pieces, st.sampled_from(["AND", "OR", "NOT", "TO", "https://a", "lang:fa"]))
words = st.lists(word.filter(bool), min_size=1, max_size=3).map(" ".join).filter(lambda text: bool(analysis.run(text)))
stem = st.text("abcdeسپاهت", min_size=3, max_size=6).filter(
    lambda text: len(analysis.index_terms(text)) == 1 and analysis.letters_in(text) >= 3
)
phrase = st.text(LETTERS + SIGNS + " ", max_size=12).filter(lambda text: bool(analysis.phrase_terms(text)))
slug = st.text("abcdef-", min_size=1, max_size=8)
instants = st.integers(-2_000_000_000_000, 4_000_000_000_000).map(Instant)
shifts = st.lists(st.tuples(st.integers(-500, 500), st.sampled_from("smhdwMy")), max_size=3).map(tuple)


def relatives(after: bool) -> st.SearchStrategy[Relative]:
    return st.builds(Relative, shifts, st.one_of(st.none(), st.sampled_from("smhdwMy")), st.just(after) | st.booleans())


def ordered(query: TimeRange) -> bool:
    both = isinstance(query.since, Instant) and isinstance(query.before, Instant)
    forwards = not both or query.since.ms < query.before.ms  # type: ignore[union-attr]
    return forwards and not (query.since is None and query.before is None)


def claim_values(attribute: ClaimAttribute) -> st.SearchStrategy[ClaimConstraint]:
    values = st.sampled_from(CLOSED[attribute]) if attribute in CLOSED else slug if attribute == "about" else words
    return st.lists(values, min_size=1, max_size=3, unique=True).map(lambda vs: ClaimConstraint(attribute, tuple(vs)))


leaves: st.SearchStrategy[Query] = st.one_of(
    st.just(Everything()),
    st.builds(Words, words, scopes),
    st.builds(Phrase, phrase, st.just(0), scopes),
    st.builds(Phrase, st.just("x y"), st.integers(0, 9), scopes),
    st.builds(Prefix, stem, scopes),
    st.builds(Wildcard, st.tuples(stem, st.sampled_from(["?", "*x", "?\\*", "*?", "*\\?\\\\"])).map("".join), scopes),
    st.builds(Fuzzy, stem, st.integers(1, 2), scopes),
    st.builds(Term, st.just(Keyword.LANG), st.sampled_from(["en", "fa", "ckb"])),
    st.builds(Term, st.just(Keyword.ENTITY), slug),
    st.builds(Term, st.just(Keyword.TOPIC), st.sampled_from([topic.value for topic in Topic])),
    st.builds(Term, st.just(Keyword.KIND), st.sampled_from([owner.value for owner in Owner])),
    st.builds(Term, st.sampled_from([Keyword.SOURCE, Keyword.STORY, Keyword.URL]), phrase),
    st.builds(TermPattern, st.just(Keyword.URL), st.just("https://a.example/?b=(c)*")),
    st.builds(Has, st.sampled_from(Part)),
    st.builds(
        TimeRange,
        st.sampled_from(TimeField),
        st.one_of(st.none(), instants, relatives(after=False)),
        st.one_of(st.none(), instants, relatives(after=True)),
    ).filter(ordered),
    st.builds(
        lambda low, high, a, b: RelevanceRange(min(low, high), max(low, high), a, b),
        *(st.floats(0, 1), st.floats(0, 1), st.booleans(), st.booleans()),
    ),
    st.lists(st.sampled_from(ClaimAttribute).flatmap(claim_values), min_size=1, max_size=3).map(
        lambda found: ClaimMatch(tuple(found))
    ),
)


def flat(kind: type[All] | type[AnyOf], parts: list[Query]) -> Query:
    """As the parser makes them: no conjunction directly in a conjunction."""
    return kind(tuple(inner for part in parts for inner in (part.parts if isinstance(part, kind) else (part,))))


trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: flat(All, parts)),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: flat(AnyOf, parts)),
        inner.map(Not),
        st.builds(Boost, inner, st.floats(0.001, 1000, exclude_min=True)),
    ),
    max_leaves=8,
)


@FEW
@given(trees)
def test_what_is_printed_parses_to_the_same_tree(tree: Query) -> None:
    assert parse(show(tree)) == tree


@FEW
@given(st.text(LETTERS + SIGNS + "  ANDORT 0179", max_size=40))
def test_whatever_is_typed_parses_or_is_explained(text: str) -> None:
    try:
        tree = parse(text)
    except QueryError as error:
        assert 0 <= error.position <= len(text)
        assert error.thing
    else:
        assert parse(show(tree)) == tree


@FEW
@given(st.text(max_size=30))
def test_any_text_at_all(text: str) -> None:
    try:
        assert parse(show(parse(text))) == parse(text)
    except QueryError as error:
        assert 0 <= error.position <= len(text)
