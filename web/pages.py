"""What all pages share: the desk's state, the language of the interface, and rendering."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from catalog import Config
from model.access import Role
from model.annotation import Label
from model.search import SearchEngine
from model.watch import WatchEntity
from store import Record
from web.access import Visitor, visitor
from web.strings import LANGUAGES, text_of
from web.wording import named, number, on_day, when
from web.writing import direction

UI_COOKIE = "ui"
MENU = (
    ("alerts", Role.ANALYST),
    ("digests", Role.ANALYST),
    ("sources", Role.READER),
    ("help", Role.READER),
)


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

    @cached_property
    def entities(self) -> dict[str, WatchEntity]:
        """What is watched, by id."""
        return {entity.id: entity for watchlist in self.config.watchlists for entity in watchlist.entities}

    def source_name(self, source_id: str) -> str:
        """An outlet's name, or its id where it is not configured (any more)."""
        source = self.config.sources.get(source_id)
        return source.name if source else source_id

    def owner_of(self, source_id: str) -> str:
        """The kind of owner of an outlet; ``unknown`` where it is not configured."""
        source = self.config.sources.get(source_id)
        return source.owner.value if source else "unknown"

    def entity_name(self, slug: str, lang: str) -> str:
        """A watched entity's name in a language, as far as the watchlist has one."""
        entity = self.entities.get(slug)
        if entity is None:
            return slug
        names = entity.names.get(lang, ()) if lang != "en" else ()
        return names[0].text if names else entity.name

    def entity_url(self, slug: str) -> str:
        """Where a watched name leads: its page, and for a person, of whom no profile is made, the search."""
        entity = self.entities.get(slug)
        if entity is None or entity.label is Label.PERSON:
            return link("/search", q=f"entity:{slug}")
        return f"/entity/{quote(slug, safe='')}"


def desk(request: Request) -> Desk:
    """The desk a request belongs to."""
    state = request.app.state.desk
    assert isinstance(state, Desk)
    return state


def interface_language(request: Request) -> str:
    """``?ui=fa`` chooses the interface's language and is remembered in a cookie."""
    wanted = request.query_params.get("ui") or request.cookies.get(UI_COOKIE) or "en"
    return wanted if wanted in LANGUAGES else "en"


def link(path: str, **parameters: object) -> str:
    """An address of the desk; parameters that are None or empty are left out."""
    given = {name: value for name, value in parameters.items() if value not in (None, "", False)}
    return f"{path}?{urlencode(given)}" if given else path


_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,  # everything shown comes from publishers
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.globals.update(dir_of=direction, link=link)


def page(request: Request, template: str, status: int = 200, **values: object) -> Response:
    """Render a template in the interface's language."""
    lang = interface_language(request)
    at = desk(request)
    here = request.url.include_query_params
    who = visitor(request)
    body = _templates.get_template(template).render(
        lang=lang,
        dir="rtl" if lang == "fa" else "ltr",
        t=partial(_say, lang),
        num=partial(number, lang=lang),
        when=partial(when, lang=lang),
        day=partial(on_day, lang=lang),
        called=partial(named, lang=lang),
        outlet_of=at.source_name,
        owner_of=at.owner_of,
        entity_name=partial(at.entity_name, lang=lang),
        entity_url=at.entity_url,
        languages=[(code, name, _relative(here(ui=code))) for code, name in LANGUAGES.items() if code != lang],
        organisation=at.config.settings.organisation,
        demo=at.config.settings.demo is not None,
        path=request.url.path,
        menu=_menu(who),
        visitor=who,
        comma="، " if lang == "fa" else ", ",
        **{"query": "", **values},
    )
    response = HTMLResponse(body, status_code=status)
    if request.query_params.get("ui") in LANGUAGES:
        response.set_cookie(UI_COOKIE, lang, httponly=True, samesite="strict", max_age=31_536_000)
    return response


def _menu(who: Visitor | None) -> list[str]:
    """The pages that somebody may open. The audit is of use where people are told apart."""
    if who is None:
        return []
    places = [place for place, least in MENU if who.role.covers(least)]
    return [*places, "audit"] if who.known and who.role is Role.ADMIN else places


def _say(lang: str, key: str, **values: object) -> str:
    return text_of(key, lang, **values)


def _relative(url: object) -> str:
    """An address without scheme and host, so that a page never repeats a Host header."""
    text = str(url)
    return "/" + text.split("/", 3)[3] if text.count("/") >= 3 else "/"
