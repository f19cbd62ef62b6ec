"""Generated documents and queries for comparing engines: a small vocabulary, so that queries hit and words meet."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from search_corpus import NOW, document

from model.annotation import Label, Mention, Modality, SpeakerKind, Topic
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
from model.search import IndexDocument
from query.analysis import phrase_terms, repeated
from store.documents import order_key

# Words of one to four letters that are a few edits from each other, forms of one Persian word, and odd ones.
WORDS = (
    *("ab", "abc", "abcd", "acbd", "abd", "bcd", "a", "abcde", "guard", "guards", "Guarding", "naïve", "naive", "I.R.G.C.", "irgc"),
    *("Nova-Scotia", "scotia", "1,000", "1000", "۱۰۰۰", "12:30", "C++", "don't", "\U00010400a", "x" * 230),
    *("سپاه", "سپاهِ", "سپاهان", "كتاب", "کتاب‌ها", "کتاب", "می‌شود", "می شود", "نمی‌شود", "گفت‌وگو", "گفت و گو", "تهدید", "تـهدید"),
)  # fmt: skip
SLUGS = ("irgc", "basij", "toronto")
SOURCES = ("alpha-news", "alpha-post", "beta")
OWNERS = ("independent", "court", "state-affiliated")
TIMES = (
    *(NOW - timedelta(hours=hours) for hours in (0, 1, 23, 24, 25, 24 * 7, 24 * 400)),
    datetime(1969, 12, 31, 23, 59, 59, 999_000, tzinfo=UTC),
    datetime(1000, 1, 1, tzinfo=UTC),
)

words = st.sampled_from(WORDS)
texts = st.lists(words, max_size=8).map(" ".join)


@st.composite
def one_document(draw: st.DrawFn, number: int) -> IndexDocument:
    """A document with its number as id and change."""
    title, text = draw(texts), draw(texts)
    whole = f"{title}\n\n{text}"
    content = draw(st.sampled_from([part for part in whole.split() if part] or [""]))
    claims: list[dict[str, Any]] = [
        {
            "content": content,
            "speaker": draw(st.none() | words),
            "speaker_id": draw(st.none() | st.sampled_from(SLUGS)),
            "modality": draw(st.sampled_from((Modality.DENIED, Modality.ALLEGED))),
            "about": draw(st.lists(st.sampled_from(SLUGS), max_size=2, unique=True).map(tuple)),
            "topic": draw(st.sampled_from((Topic.THREATS, Topic.COURTS))),
            "direct": draw(st.booleans()),
            "kind": draw(st.sampled_from((SpeakerKind.PERSON, SpeakerKind.DOCUMENT))),
            "cue": draw(st.none() | words),
        }
        for _ in range(draw(st.integers(0, 2)))
    ]
    made = document(
        f"d{number}",
        title,
        text,
        lang=draw(st.sampled_from(("en", "fa", "fr"))),
        source=draw(st.sampled_from(SOURCES)),
        owner=draw(st.sampled_from(OWNERS)),
        published=draw(st.none() | st.sampled_from(TIMES)),
        topics=draw(st.lists(st.sampled_from((Topic.THREATS, Topic.COURTS)), max_size=2, unique=True).map(tuple)),
        relevance=draw(st.sampled_from((0.0, 0.25, 0.5, 0.75, 1.0))),
        story=draw(st.none() | st.sampled_from(("s1", "s2"))),
        claims=tuple(claims),
        annotated=draw(st.integers(0, 9)) > 0,
        seq=number + 1,
    )
    at = made.article.published.at if made.article.published else made.article.seen_at
    made = replace(made, order_key=order_key(at, number))
    if made.annotation is None:
        return made
    mentions = [
        Mention(start=0, end=0, text="", label=draw(st.sampled_from((Label.ORG, Label.GPE))), id=slug)
        for slug in draw(st.lists(st.sampled_from(SLUGS), max_size=2, unique=True))
    ]
    return replace(made, annotation=replace(made.annotation, mentions=tuple(mentions)))


def corpora(size: int) -> st.SearchStrategy[list[IndexDocument]]:
    """So many documents."""
    return st.tuples(*(one_document(number) for number in range(size))).map(list)


scopes = st.sampled_from((Scope.ANY, Scope.ANY, Scope.TITLE))
moments = st.none() | st.sampled_from(TIMES).map(lambda at: Instant(int(at.timestamp() * 1000)))
relatives = st.sampled_from(
    (Relative(()), Relative(((-1, "d"),), "d"), Relative(((-1, "w"),)), Relative((), "M", True))
)
beginnings = st.sampled_from(("abc", "gua", "guard", "سپا", "کتا", "100", "nai"))
patterns = st.sampled_from(("abc*", "gua?d", "gua*s", "abc?", "سپا*ن", "كتا?", "naï*e", "100?", "guard*g", "abc??*"))
phrases = st.lists(words, min_size=1, max_size=3).map(" ".join)

# The language has no neighbours that are the same word.
neighbours = phrases.filter(lambda text: repeated(phrase_terms(text)) is None)


def _times(field: TimeField, since: Any, before: Any) -> Query:
    return TimeRange(field, since, before) if since or before else Has(Part.PUBLISHED)


def _relevance(low: float | None, high: float | None, with_low: bool, with_high: bool) -> Query:
    return RelevanceRange(low, high, with_low, with_high) if low is not None or high is not None else Everything()


figures = st.none() | st.sampled_from((0.0, 0.25, 0.5, 0.6, 1.0))
constraints = st.one_of(
    st.builds(ClaimConstraint, st.just(ClaimAttribute.MODALITY), st.sampled_from((("denied",), ("denied", "alleged")))),
    st.builds(ClaimConstraint, st.just(ClaimAttribute.ABOUT), st.sampled_from(SLUGS).map(lambda slug: (slug,))),
    st.builds(ClaimConstraint, st.just(ClaimAttribute.SPEAKER), st.lists(words, min_size=1, max_size=2).map(tuple)),
    st.builds(ClaimConstraint, st.just(ClaimAttribute.SPEAKER), st.sampled_from(SLUGS).map(lambda slug: (slug,))),
    st.builds(ClaimConstraint, st.just(ClaimAttribute.CUE), words.map(lambda word: (word,))),
    st.builds(ClaimConstraint, st.just(ClaimAttribute.DIRECT), st.sampled_from((("true",), ("false",)))),
    st.builds(ClaimConstraint, st.just(ClaimAttribute.TOPIC), st.just(("threats",))),
)
leaves: st.SearchStrategy[Query] = st.one_of(
    st.builds(Words, phrases, scopes),
    st.builds(Phrase, phrases, st.just(0), scopes),
    st.builds(Phrase, neighbours, st.integers(1, 4), scopes),
    st.builds(Prefix, beginnings, scopes),
    st.builds(Wildcard, patterns, scopes),
    st.builds(Fuzzy, st.sampled_from(("abc", "abcd", "acb", "ab", "guard", "سپاه", "کتاب", "naive")), st.sampled_from((1, 2)), scopes),
    st.builds(Term, st.just(Keyword.LANG), st.sampled_from(("en", "fa", "de"))),
    st.builds(Term, st.just(Keyword.SOURCE), st.sampled_from(SOURCES)),
    st.builds(Term, st.just(Keyword.KIND), st.sampled_from(OWNERS)),
    st.builds(Term, st.just(Keyword.ENTITY), st.sampled_from(SLUGS)),
    st.builds(Term, st.just(Keyword.TOPIC), st.sampled_from(("threats", "courts"))),
    st.builds(Term, st.just(Keyword.STORY), st.sampled_from(("s1", "s3"))),
    st.builds(TermPattern, st.just(Keyword.SOURCE), st.sampled_from(("alpha*", "alpha*st", "bet*"))),
    st.builds(TermPattern, st.just(Keyword.URL), st.sampled_from(("https://alpha*?id=*", "https://*/fa/*", "https://beta.example/en/d1"))),
    st.builds(Has, st.sampled_from(Part)),
    st.builds(_times, st.sampled_from(TimeField), moments | relatives, moments),
    st.builds(_relevance, figures, figures, st.booleans(), st.booleans()),
    st.builds(ClaimMatch, st.lists(constraints, min_size=1, max_size=3).map(tuple)),
)  # fmt: skip
queries: st.SearchStrategy[Query] = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(All, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(Not, inner),
        st.builds(Boost, inner, st.sampled_from((0.5, 3.0))),
    ),
    max_leaves=6,
)
