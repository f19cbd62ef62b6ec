"""The rooms, put together."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from catalog import Config, load
from model.errors import ConfigError
from model.search import IndexWriter, SearchEngine
from rasad import paths
from store import Record, open_record

if TYPE_CHECKING:
    from scheduler.stages import Rooms
    from search.elastic import Cluster


@dataclass(frozen=True)
class Place:
    """A configuration and a home: what every command works on. Opened piece by piece, as a command needs it."""

    config_dir: Path
    home: Path

    @cached_property
    def config(self) -> Config:
        """The validated configuration."""
        return load(self.config_dir)

    @cached_property
    def record(self) -> Record:
        """The record: SQLite in the home, or what settings.yml names."""
        settings = self.config.settings.store
        if settings.url is None:
            return open_record(f"sqlite:///{self.home / 'rasad.sqlite'}")
        return open_record(settings.url, _secret("store.password_env", settings.password_env))

    @property
    def index_dir(self) -> Path:
        """Where the embedded index lies."""
        return self.home / "index"

    @property
    def engine_name(self) -> str:
        """The engine that serves."""
        return self.config.settings.search.engine

    @cached_property
    def cluster(self) -> Cluster:
        """The Elasticsearch cluster of the settings. Nothing is asked of it yet."""
        from search.elastic import connect

        settings = self.config.settings.search.elastic
        if settings is None:
            raise ConfigError("settings.yml names no Elasticsearch", "write search.elastic.urls")
        key = _secret("search.elastic.api_key_env", settings.api_key_env)
        password = _secret("search.elastic.password_env", settings.password_env)
        return connect(settings, self.config_dir, api_key=key, password=password)

    def engine(self, name: str | None = None) -> SearchEngine:
        """An engine for reading: the configured one, or the one that is named."""
        if (name or self.engine_name) == "elastic":
            from search import elastic

            return elastic.open_engine(self.cluster)
        from search import embedded

        return embedded.open_engine(self.index_dir)

    def writer(self) -> AbstractContextManager[IndexWriter]:
        """The writer of the configured engine's index. Raises LockBusy where another process writes it."""
        if self.engine_name == "elastic":
            from search import elastic

            return elastic.open_writer(self.cluster)
        from search import embedded

        return embedded.open_writer(self.index_dir, self.config.settings.search.heap_mb)


def _secret(setting: str, variable: str | None) -> str | None:
    """What an environment variable that a setting names holds. Raises ConfigError where it is not set."""
    if variable is None:
        return None
    value = os.environ.get(variable)
    if not value:
        raise ConfigError(f"the environment variable {variable} ({setting}) is not set", f"set it, or remove {setting}")
    return value


def place(config: str | None) -> Place:
    """The place that a command line names."""
    return Place(config_dir=paths.config_dir(config), home=paths.home())


@contextmanager
def worker_rooms(at: Place, wait_seconds: float = 0.0) -> Iterator[Rooms]:
    """Everything a worker needs, under the worker's lease. Raises LockBusy where another process holds it."""
    from nlp.pipeline import load as load_pipeline
    from scheduler.stages import Rooms
    from search.embedded import open_batch
    from store.leader import Leadership
    from store.lease import worker_lease

    config = at.config
    with (
        worker_lease(at.home, wait_seconds),
        Leadership(at.record) as leadership,
        at.writer() as writer,
    ):
        leadership.take(wait_seconds)
        engine = at.engine()
        yield Rooms(
            config=config,
            home=at.home,
            record=at.record,
            understanding=load_pipeline(config.watchlists, config.lexicons),
            writer=writer,
            engine=lambda: engine,
            open_batch=open_batch,
            lead=leadership.take,
        )
