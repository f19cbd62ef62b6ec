"""Claims: who is said to have said what, with the words it stands on.

How to call it (the one door of this package)::

    rules = nlp.claims.load(lexicons)                       # config/lexicons: en/claims.yml, fa/claims.yml
    claims = nlp.claims.extract(rules, parsed, relevant, topics)   # tuple[Claim, ...] in reading order

``parsed.lang`` chooses the language (``en``, ``fa``; any other gives no claims). For English ``parsed.doc`` must carry
a dependency parse over ``parsed.canonical.text``; let sentences begin at each paragraph (set ``sent_start`` after a
blank line before the parser runs). For Persian only the canonical text is read. ``parsed.mentions`` serve for speakers,
``about`` and ``place``: the more complete they are, the better the claims.
"""

from __future__ import annotations

from nlp.claims.extraction import extract
from nlp.claims.rules import ClaimRules, load

__all__ = ["ClaimRules", "extract", "load"]
