"""The demonstration newsroom: invented outlets on loopback that the real crawler reads over real HTTP.

What it publishes is data in ``config/demo/newsroom``; when, is a function of the minutes since its base time,
which is kept in RASAD_HOME: the same minute always serves the same bytes, also after a restart.
"""

from __future__ import annotations

from rasad.newsroom.content import load_outlets
from rasad.newsroom.server import Running, running, serve
from rasad.newsroom.site import Reply, Site, build_site

__all__ = ["Reply", "Running", "Site", "build_site", "load_outlets", "running", "serve"]
