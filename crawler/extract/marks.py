"""What publishers' names for their boxes say of them."""

from __future__ import annotations

import re
from functools import lru_cache

NAMES = {
    "content": r"""
        article[-_]{0,2}(?:body|content|text|copy|main|inner|wrap)
        (?:story|post|entry|news|page|main|item|rich|single|detail|body|full)[-_]{0,2}(?:body|content|text|copy|detail)
        articlebody bodytext body[-_]?text fulltext text[-_]body matn khabar wysiwyg prose articletext item-text
        post-?entry field-body field--body
    """,
    "article": r"article story post(?!er) entry single",
    "main": r"(?<![a-z])main primary center",
    "lead": r"""
        lead(?!er) intro standfirst summary dek(?![a-z]) subtitle sub-?head subheadline excerpt abstract kicker
        strapline deck lid(?![a-z]) perex description chapeau ingress sapo vorspann teaser-?text
    """,
    "title": r"title headline heading",
    "paragraph": r"paragraph (?<![a-z])par(?:a|sys)?(?![a-z]) text-?block (?<![a-z])text(?![a-z])",
    "nav": r"""
        nav(?!y) menu bread-?crumb toolbar pagination pager (?<![a-z])tabs?(?![a-z]) topbar skip header masthead
        jump
    """,
    "related": r"""
        related recommend read-?(?:more|next|also) more-(?:on|from|stories|news|like) most- popular trending latest
        (?<![a-z])next previous prev(?![a-z]) other-?news also similar suggest outbrain taboola up-?next recirc
        around promo mgid zergnet linkback see-?also editors?-?pick must-?read top-?stor
    """,
    "side": r"""
        side-?bar (?<![a-z])side(?![a-z]) widget aside rail right-?(?:col|content) secondary column-?2 factbox
        fact-box info-?box (?<![a-z])module
    """,
    "share": r"share sharing social sociable facebook twitter whatsapp telegram addthis follow pinterest addtoany sns",
    "comment": r"comment(?!ary) disqus reply respond discussion livefyre viafoura nazar",
    "ad": r"""
        (?<![a-z])ads?(?![a-z]) advert sponsor dfp banner adslot ad-?(?:unit|container|wrap|box|placeholder)
        commercial (?<![a-z])promo mpu leaderboard google
    """,
    "footer": r"foot(?!ball) copyright legal disclaimer colophon bottom",
    "author": r"author byline (?<![a-z])bio(?![a-z]) writer contributor journalist reporter vcard profile signature",
    "meta": r"""
        meta(?![a-z]) date time(?!line) publish tags?(?![a-z]) categor topics?(?![a-z]) keywords?
        info(?![a-z]|-?box) posted cat-links filed label eyebrow views source print stats counter
    """,
    "caption": r"""
        caption credit figure image photo picture gallery media thumb slide carousel (?<![a-z])img lightbox visual
        illustration copyright-?holder wp-caption
    """,
    "signup": r"""
        newsletter subscri sign-?(?:up|in) log-?in register paywall premium donat support-?us membership piano
        (?<![a-z])cta(?![a-z]) alert abonn mailing mailchimp optin form(?![a-z]) appeal contribut
    """,
    "card": r"""
        teaser card (?<![a-z])list (?<![a-z])items?(?![a-z]) grid tile block-?link feed river stream archive loop
        collection summary-?item entry-?list
    """,
    "hidden": r"""
        hidden hide(?![a-z]) modal popup pop-up overlay screen-?reader sr-only visually offscreen noprint no-print
        print-?only a11y invisible collapse dropdown
    """,
    "consent": r"cookie consent gdpr privacy notice cmp(?![a-z])",
    "embed": r"""
        embed video player audio tweet instagram youtube jw brightcove podcast iframe poll quiz chart map(?![a-z])
        score
    """,
    "quote": r"quote pull",
    "correction": r"correction editor-?s?-?note clarification update footnote reference",
    "tool": r"""
        button btn icon tooltip search toggle control listen font-?size save bookmark gift translate rating vote
        like
    """,
    "live": r"live-?blog live-?(?:post|update|entry|event) liveblog timeline",
}
"""Words in classes and ids, by what they usually mean; English, as nearly all markup is, and a few of Persian sites."""

MARK = {name: 1 << place for place, name in enumerate(NAMES)}
PATTERNS = [(1 << place, re.compile("|".join(words.split()))) for place, words in enumerate(NAMES.values())]
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
LONGEST = 300


def marks_of(names: str) -> int:
    """The groups that the names of an element belong to, as bits of ``MARK``."""
    found = 0
    for name in names[:LONGEST].split():
        found |= _marks_of_one(name)
    return found


@lru_cache(maxsize=50_000)
def _marks_of_one(name: str) -> int:
    known = CAMEL.sub("-", name).lower()
    found = 0
    for bit, pattern in PATTERNS:
        if pattern.search(known):
            found |= bit
    return found
