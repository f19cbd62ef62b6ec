"""Words of what stands on an English page beside the article: counters, and the heads of lists of other articles."""

from __future__ import annotations

from text.lang.tables import listed, words

COUNTERS = words("""
    views view comments comment shares share likes like reads read replies reactions votes minutes minute min mins
    hours hour seconds days ago updated online now readers followers
""")
"""A line of nothing but numbers and such words counts something."""

HEADS = tuple(
    listed(
        "related; related articles; related stories; related news; read more; read also; see also; more on this; "
        "more from; most read; most popular; trending; recommended; you may also like; up next; also in the news; "
        "latest news; advertisement; advertising; sponsored; sponsored content; promoted; "
        "story continues below advertisement",
        ";",
    )
)
"""Lines that begin a list of links, or that stand for an advertisement."""
