"""The desk as an ASGI application: read-only pages over the record and the index."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from catalog import Config
from model.errors import ConfigError, RasadError
from model.search import SearchEngine
from model.settings import Settings
from store import Record
from web import api
from web.access import Gate
from web.alerts import alert_page, alerts_page, rules_page
from web.articles import article_page, changes_page
from web.digests import digest_mail, digest_page, digests_page, outbox_page
from web.entities import entity_page
from web.judging import acknowledge, audit_page, verdict
from web.login import login, login_page, logout
from web.pages import Desk, page
from web.safety import SafeHeaders
from web.searching import front_page, help_page, search_page
from web.sources import source_page, sources_page
from web.stories import story_page


def create_app(config: Config, record: Record, open_engine: Callable[[], SearchEngine], home: Path) -> Starlette:
    """The desk over one record. Raises ConfigError where passwords would cross a network in the clear."""
    settings = config.settings
    _only_in_secret(settings)
    home_address = urlsplit(settings.desk_url)
    app = Starlette(
        routes=_routes(),
        middleware=[
            Middleware(SafeHeaders),
            # A page elsewhere whose name was made to point at 127.0.0.1 must not read the desk.
            Middleware(
                TrustedHostMiddleware,
                allowed_hosts=["127.0.0.1", "localhost", "[::1]", home_address.hostname or "localhost"],
            ),
            Middleware(
                Gate,
                record=record,
                required=settings.web.needs_login,
                secure=home_address.scheme == "https",
                refused=_told,
            ),
        ],
        exception_handlers={HTTPException: _told, RasadError: _told},
    )
    app.state.desk = Desk(config=config, record=record, open_engine=open_engine, home=home)
    return app


def _routes() -> list[BaseRoute]:
    """Every page. Which role each takes stands in ``web.access``."""
    return [
        Route("/", front_page),
        Route("/search", search_page),
        Route("/help", help_page),
        Route("/article/{article_id}", article_page),
        Route("/article/{article_id}/changes", changes_page),
        Route("/story/{story_id}", story_page),
        Route("/entity/{slug}", entity_page),
        Route("/sources", sources_page),
        Route("/source/{source_id}", source_page),
        Route("/alerts", alerts_page),
        Route("/alert/{number:int}", alert_page),
        Route("/rules", rules_page),
        Route("/digests", digests_page),
        Route("/digest/{number:int}", digest_page),
        Route("/digest/{number:int}/mail", digest_mail),
        Route("/outbox", outbox_page),
        Route("/api/search", api.search),
        Route("/api/overview", api.overview),
        Route("/api/article/{article_id}", api.article),
        Route("/api/sources", api.sources),
        Route("/verdict", verdict, methods=["POST"]),
        Route("/acknowledge", acknowledge, methods=["POST"]),
        Route("/audit", audit_page),
        Route("/login", login_page, methods=["GET"]),
        Route("/login", login, methods=["POST"]),
        Route("/logout", logout, methods=["POST"]),
        Route("/healthz", _alive),
        Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
    ]


def _only_in_secret(settings: Settings) -> None:
    """Raise ConfigError where passwords would cross a network in the clear."""
    web = settings.web
    if web.beyond_loopback and urlsplit(settings.desk_url).scheme != "https":
        raise ConfigError(
            f"settings.yml: web.host: the desk would be reached at {web.published or web.host}, and desk_url is not "
            "https, so that passwords would cross the network in the clear",
            "give web.certificate and web.key (or a proxy that speaks TLS) and an https desk_url; or set web.host to "
            "127.0.0.1 and reach it through an SSH tunnel",
        )


async def _alive(_: Request) -> Response:
    return JSONResponse({"status": "ok"})


def _asks_api(request: Request) -> bool:
    return request.url.path.startswith("/api/")


async def _told(request: Request, error: Exception) -> Response:
    """An error as a page, or for the API as JSON."""
    if _asks_api(request):
        return api.failure(error)
    if isinstance(error, HTTPException):
        detail = str(error.detail) if error.status_code == 404 else ""
        return page(request, "error.html", status=error.status_code, code=error.status_code, message=detail)
    assert isinstance(error, RasadError)
    return page(request, "error.html", status=503, code=503, message=error.thing, remedy=error.remedy)
