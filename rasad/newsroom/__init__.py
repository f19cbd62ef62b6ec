"""The demonstration newsroom: invented outlets on loopback that the real crawler reads over real HTTP.

What it publishes is data in ``config/demo/newsroom``; when, is a function of the minutes since its base time,
which is kept in RASAD_HOME (``newsroom.json``): the same minute always serves the same bytes, also after a restart.

What happens while it runs, in minutes past the base time: at 3 The Harbour Ledger publishes a new report, at 5 the feed
of دروازهٔ نو begins to answer 500, at 8 نامهٔ سپیدار takes a report down (410), at 12 The Harbour Ledger edits one (its
RSS does not say so), at 14 Parkland Public Radio corrects one (its Atom feed does). Who does not want to wait moves the
clock: ``curl -H 'X-Newsroom-Control: 1' -d advance=14 http://127.0.0.1:8753/__control``.
"""

from __future__ import annotations

from rasad.newsroom.content import load_outlets
from rasad.newsroom.server import Running, running, serve
from rasad.newsroom.site import Reply, Site, build_site

__all__ = ["Reply", "Running", "Site", "build_site", "load_outlets", "running", "serve"]
