"""The newsroom as a pure function: an address and a minute give a reply."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from rasad.newsroom.content import ListKind, Outlet, Piece, load_outlets
from rasad.newsroom.lists import FILES, render_list
from rasad.newsroom.pages import article_page, front_page, index_page
from rasad.newsroom.printing import ARABIC_LETTERS, Printed, address, printed, removed

ORIGIN = "http://127.0.0.1:8753"
ROBOTS = "User-agent: *\nDisallow: /*/members/\nDisallow: /__control\nAllow: /\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A response, before its connection headers."""

    status: int
    media_type: str = "text/plain; charset=utf-8"
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """All outlets at one origin, with the time they count from."""

    origin: str
    base: datetime
    outlets: tuple[Outlet, ...]

    def reply(self, target: str, minutes: float, request: Mapping[str, str] | None = None) -> Reply:
        """What a GET of ``target`` answers ``minutes`` after the base time. ``request`` holds the request's
        headers, names in small letters."""
        headers = request or {}
        path = unquote(urlsplit(target).path)
        if path == "/robots.txt":
            return conditional(ROBOTS.encode(), "text/plain; charset=utf-8", self.base, headers)
        if path == "/":
            body = index_page([(outlet, self.home(outlet)) for outlet in self.outlets]).encode()
            return conditional(body, "text/html; charset=utf-8", self.base, headers)
        outlet_id, _, rest = path.removeprefix("/").partition("/")
        outlet = next((outlet for outlet in self.outlets if outlet.id == outlet_id), None)
        if outlet is None:
            return missing(path)
        if outlet.exit_only and "via" not in headers:
            return Reply(status=403, body=b"Only readers who come through the exit are served here.\n")
        if rest in ("", FILES[outlet.list][0]):
            return self._list(outlet, rest, minutes, headers)
        return self._page(outlet, path, minutes, headers)

    def home(self, outlet: Outlet) -> str:
        """The outlet's front page."""
        return f"{self.origin}/{outlet.id}/"

    def listed(self, outlet: Outlet, minutes: float) -> list[Printed]:
        """The outlet's articles as they stand at this minute, newest first."""
        pieces = (
            printed(outlet, piece, origin=self.origin, base=self.base, minutes=minutes) for piece in outlet.articles
        )
        return sorted(
            (piece for piece in pieces if piece), key=lambda piece: (piece.published, piece.slug), reverse=True
        )

    def pieces(self) -> Iterator[tuple[Outlet, Piece, str]]:
        """Everything ever published: outlet, piece, address."""
        for outlet in self.outlets:
            for piece in outlet.articles:
                yield outlet, piece, address(outlet, piece, self.origin)

    def _list(self, outlet: Outlet, name: str, minutes: float, headers: Mapping[str, str]) -> Reply:
        is_list = name == FILES[outlet.list][0]
        if is_list and outlet.dies_after is not None and minutes >= outlet.dies_after:
            return Reply(status=500, body=b"Internal Server Error\n")
        articles = self.listed(outlet, minutes)
        if is_list and outlet.list is not ListKind.FRONT:
            text, media = render_list(outlet, articles, self.home(outlet)), FILES[outlet.list][1]
        else:
            text, media = front_page(outlet, articles, self.home(outlet)), "text/html"
        modified = max((article.modified for article in articles), default=self.base)
        return conditional(encoded(text, outlet), f"{media}; charset={outlet.encoding}", modified, headers)

    def _page(self, outlet: Outlet, path: str, minutes: float, headers: Mapping[str, str]) -> Reply:
        wanted = f"{self.origin}{path}"
        piece = next((piece for piece in outlet.articles if address(outlet, piece, self.origin) == wanted), None)
        if piece is None:
            return missing(path)
        if removed(piece, minutes):
            return Reply(status=410, body=b"Gone: the outlet has removed this report.\n")
        article = printed(outlet, piece, origin=self.origin, base=self.base, minutes=minutes)
        if article is None:
            return missing(path)
        # What is related does not move with the minute: a page changes only when its article does.
        others = [other for other in self.listed(outlet, 0) if other.slug != article.slug][:4]
        body = encoded(article_page(outlet, article, others, self.home(outlet)), outlet)
        return conditional(body, f"text/html; charset={outlet.encoding}", article.modified, headers)


def build_site(newsroom_dir: Path, base: datetime, origin: str = ORIGIN) -> Site:
    """Read the outlets of a folder into a site that counts from ``base``."""
    return Site(origin=origin, base=base, outlets=load_outlets(newsroom_dir))


def encoded(text: str, outlet: Outlet) -> bytes:
    """The text in the outlet's letters and encoding; what that lacks as character references."""
    text = text.translate(ARABIC_LETTERS) if outlet.arabic_letters else text
    return text.encode(outlet.encoding, errors="xmlcharrefreplace")


def missing(path: str) -> Reply:
    """A 404."""
    return Reply(status=404, body=f"Nothing is published at {path}\n".encode())


def conditional(body: bytes, media_type: str, modified: datetime, request: Mapping[str, str]) -> Reply:
    """A 200 with validators, or a 304 where the request's validators still hold (RFC 9110, 13.1)."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    headers = (("ETag", etag), ("Last-Modified", format_datetime(modified.astimezone(UTC), usegmt=True)))
    if _unchanged(request, etag, modified):
        return Reply(status=304, media_type=media_type, headers=headers)
    return Reply(status=200, media_type=media_type, body=body, headers=headers)


def _unchanged(request: Mapping[str, str], etag: str, modified: datetime) -> bool:
    if "if-none-match" in request:
        held = {tag.strip().removeprefix("W/") for tag in request["if-none-match"].split(",")}
        return etag in held or "*" in held
    if "if-modified-since" not in request:
        return False
    try:
        since = parsedate_to_datetime(request["if-modified-since"])
    except ValueError:
        return False
    return since.tzinfo is not None and modified.replace(microsecond=0) <= since
