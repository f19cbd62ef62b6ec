"""What all pages share: the desk's state, the language of the interface, and rendering."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from persiantools.jdatetime import JalaliDateTime
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from catalog import Config
from model.search import SearchEngine
from store import Record
from web.strings import LANGUAGES, text_of
from web.writing import direction

UI_COOKIE = "ui"


@dataclass(frozen=True)
class Desk:
    """What the pages read from."""

    config: Config
    record: Record
    open_engine: Callable[[], SearchEngine]
    home: Path

    @cached_property
    def engine(self) -> SearchEngine:
        """The serving engine, opened at the first question."""
        return self.open_engine()

    def source_name(self, source_id: str) -> str:
        """An outlet's name, or its id where it is not configured (any more)."""
        source = self.config.sources.get(source_id)
        return source.name if source else source_id

    def entity_name(self, slug: str, lang: str) -> str:
        """A watched entity's name in a language, as far as the watchlist has one."""
        for watchlist in self.config.watchlists:
            for entity in watchlist.entities:
                if entity.id == slug:
                    names = entity.names.get(lang, ()) if lang != "en" else ()
                    return names[0].text if names else entity.name
        return slug


def desk(request: Request) -> Desk:
    """The desk a request belongs to."""
    state = request.app.state.desk
    assert isinstance(state, Desk)
    return state


def interface_language(request: Request) -> str:
    """``?ui=fa`` chooses the interface's language and is remembered in a cookie."""
    wanted = request.query_params.get("ui") or request.cookies.get(UI_COOKIE) or "en"
    return wanted if wanted in LANGUAGES else "en"


def when(moment: datetime | None, lang: str, zone: str = "UTC") -> str:
    """A moment for a person: Gregorian, and in Persian the Jalali date with Persian digits."""
    if moment is None:
        return text_of("no_date", lang)
    local = moment.astimezone(ZoneInfo(zone))
    if lang == "fa":
        jalali: Any = JalaliDateTime(local)  # type: ignore[no-untyped-call]  # the library has no types
        return str(jalali.strftime("%d %B %Y، %H:%M", locale="fa"))
    return local.strftime("%d %b %Y, %H:%M")


_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,  # everything shown comes from publishers
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.globals["dir_of"] = direction


def page(request: Request, template: str, status: int = 200, **values: object) -> Response:
    """Render a template in the interface's language."""
    lang = interface_language(request)
    here = request.url.include_query_params
    body = _templates.get_template(template).render(
        lang=lang,
        dir="rtl" if lang == "fa" else "ltr",
        t=lambda key: text_of(key, lang),
        when=lambda moment: when(moment, lang),
        languages=[(code, _relative(here(ui=code))) for code in LANGUAGES if code != lang],
        organisation=desk(request).config.settings.organisation,
        demo=desk(request).config.settings.demo is not None,
        **{"query": "", **values},
    )
    response = HTMLResponse(body, status_code=status)
    if request.query_params.get("ui") in LANGUAGES:
        response.set_cookie(UI_COOKIE, lang, httponly=True, samesite="strict", max_age=31_536_000)
    return response


def _relative(url: object) -> str:
    """An address without scheme and host, so that a page never repeats a Host header."""
    text = str(url)
    return "/" + text.split("/", 3)[3] if text.count("/") >= 3 else "/"
