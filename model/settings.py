"""Settings: config/settings.yml after validation."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any, ClassVar, Literal

from model.rules import Duty, Person
from model.source import STRICT


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreSettings:
    """The record. ``url`` is an SQLAlchemy address; None means SQLite in RASAD_HOME. ``password_env`` names the
    environment variable that holds the password of its user, so that the address holds no secret."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    url: str | None = None
    password_env: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ElasticSettings:
    """An Elasticsearch cluster (9 or newer). ``urls`` are its nodes, ``prefix`` begins the name of everything made
    there. ``api_key_env`` and ``password_env`` name environment variables, never the secret; ``ca_file`` is the
    authority that signed the nodes' certificates (None: those that the system trusts). ``timeout`` in seconds.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    urls: tuple[str, ...]
    prefix: str = "rasad"
    api_key_env: str | None = None
    user: str | None = None
    password_env: str | None = None
    ca_file: str | None = None
    timeout: float = 30.0
    shards: int = 1
    replicas: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchSettings:
    """The index. ``heap_mb`` is for the embedded engine's writer; ``elastic`` is needed where that is the engine."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    engine: Literal["embedded", "elastic"] = "embedded"
    heap_mb: int = 64
    elastic: ElasticSettings | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """Where the desk listens. ``published`` is for containers: the address of the machine at which the port of ``host``
    is published. Whoever can reach the desk from beyond the machine needs a login; ``login: always`` asks for it on
    loopback, too. ``certificate`` and ``key`` are PEM files for TLS, where no proxy speaks it."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    host: str = "127.0.0.1"
    port: int = 8752
    published: str | None = None
    login: Literal["beyond-loopback", "always"] = "beyond-loopback"
    certificate: str | None = None
    key: str | None = None

    @property
    def beyond_loopback(self) -> bool:
        """True where others than this machine reach the desk."""
        reached = self.published or self.host
        try:
            return not (reached == "localhost" or ip_address(reached).is_loopback)
        except ValueError:
            return True

    @property
    def needs_login(self) -> bool:
        """True where nobody is let in without a login."""
        return self.login == "always" or self.beyond_loopback


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSettings:
    """How pages are asked for. Sizes in bytes, times in seconds.

    ``contact`` stands in the agent string. ``delay`` is the least pause between two requests to a host, ``max_delay``
    the longest that a crawl delay, a slow host or one that asks for rest can make of it within a run.
    ``allow_private`` lists ``host:port`` pairs outside the public address space that may be fetched (a newsroom on
    loopback); everything else there is refused.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    contact: str
    agent: str = "Rasad/0.1"
    max_bytes: int = 8_000_000
    timeout: float = 30.0
    delay: float = 2.0
    max_delay: float = 60.0
    allow_private: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """The relay that mail is handed to. ``password_env`` names an environment variable, never the secret;
    ``ca_file`` holds the certificates (PEM) that the relay's is verified against, where the system's are not meant."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    host: str
    port: int
    sender: str
    tls: Literal["none", "starttls", "tls"] = "starttls"
    user: str | None = None
    password_env: str | None = None
    ca_file: str | None = None
    timeout: float = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleSettings:
    """How often the conductor looks, in seconds. What is due stands in the record."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    tick_seconds: float = 5.0
    sweep_minutes: float = 5.0
    crawl_timeout_minutes: float = 30.0
    max_crawls: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectSettings:
    """Protected persons. ``key_env`` names the environment variable with the key of their digests, ``lead`` the person
    who is told beside them where an owner under watch names one."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    key_env: str
    lead: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceSettings:
    """What is kept as evidence. After ``keep_days`` what is evidence of nothing may be removed (None: never).
    ``tsa_url`` is a time stamp authority (RFC 3161), ``tsa_ca`` the file (PEM) that its stamps are verified with."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    keep_days: float | None = None
    tsa_url: str | None = None
    tsa_ca: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSettings:
    """The demonstration newsroom, its exit (a forward proxy to it alone) and the mailbox, all on loopback;
    only in the demonstration's configuration."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    newsroom_port: int = 8753
    mailbox_port: int = 8754
    exit_port: int = 8755


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All of settings.yml. ``desk_url`` is where readers reach the desk, for links in mails; ``duty`` is the rota."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT
    organisation: str
    fetch: FetchSettings
    mail: MailSettings
    people: tuple[Person, ...]
    duty: tuple[Duty, ...] = ()
    desk_url: str = "http://127.0.0.1:8752"
    store: StoreSettings = StoreSettings()
    search: SearchSettings = SearchSettings()
    web: WebSettings = WebSettings()
    schedule: ScheduleSettings = ScheduleSettings()
    evidence: EvidenceSettings = EvidenceSettings()
    protect: ProtectSettings | None = None
    demo: DemoSettings | None = None
    extends: str | None = None
    """A configuration folder, relative to this one, which supplies every file and folder that is missing here."""
