"""The desk as an ASGI application: read-only pages over the record and the index."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from catalog import Config
from model.errors import ConfigError, RasadError
from model.search import SearchEngine
from model.settings import WebSettings
from store import Record
from web import api
from web.alerts import alert_page, alerts_page, rules_page
from web.articles import article_page, changes_page
from web.digests import digest_mail, digest_page, digests_page, outbox_page
from web.entities import entity_page
from web.pages import Desk, page
from web.safety import SafeHeaders
from web.searching import front_page, help_page, search_page
from web.sources import source_page, sources_page
from web.stories import story_page


def create_app(config: Config, record: Record, open_engine: Callable[[], SearchEngine], home: Path) -> Starlette:
    """The desk over one record. Raises ConfigError where it would listen beyond this machine, since it has no login."""
    _loopback_only(config.settings.web)
    routes = [
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
        Route("/healthz", _alive),
        Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
    ]
    hosts = ["127.0.0.1", "localhost", "[::1]", urlsplit(config.settings.desk_url).hostname or "localhost"]
    app = Starlette(
        routes=routes,
        # A page elsewhere whose name was made to point at 127.0.0.1 must not read the desk.
        middleware=[Middleware(SafeHeaders), Middleware(TrustedHostMiddleware, allowed_hosts=hosts)],
        exception_handlers={HTTPException: _http_error, RasadError: _expected_error},
    )
    app.state.desk = Desk(config=config, record=record, open_engine=open_engine, home=home)
    return app


def _loopback_only(web: WebSettings) -> None:
    if not _is_loopback(web.published or web.host):
        raise ConfigError(
            f"settings.yml: the desk would be reached at {web.published or web.host}, but it has no login yet and "
            "serves this machine only",
            "set web.host to 127.0.0.1 and reach it through an SSH tunnel; in a container see web.published",
        )


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


async def _alive(_: Request) -> Response:
    return JSONResponse({"status": "ok"})


def _asks_api(request: Request) -> bool:
    return request.url.path.startswith("/api/")


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if _asks_api(request):
        return api.failure(error)
    return page(request, "error.html", status=error.status_code, code=error.status_code, message=str(error.detail))


async def _expected_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, RasadError)
    if _asks_api(request):
        return api.failure(error)
    return page(request, "error.html", status=503, code=503, message=error.thing, remedy=error.remedy)
