"""The databases that one contract suite is run over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest
from servers import postgres
from sqlalchemy import create_engine

from store import Record, open_record


@pytest.fixture(scope="session")
def new_postgres() -> Iterator[Callable[[], str]]:
    """Gives the address of an empty database; the server starts at the first call and ends with the session."""
    numbers = count(1)
    with ExitStack() as server:
        started: list[str] = []

        def new() -> str:
            if not started:
                started.append(server.enter_context(postgres()))
            name = f"record{next(numbers)}"
            engine = create_engine(started[0].format(name="postgres"), isolation_level="AUTOCOMMIT")
            with engine.connect() as connection:
                connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template0")
            engine.dispose()
            return started[0].format(name=name)

        yield new


@pytest.fixture(params=["sqlite", "postgresql"])
def record_url(request: pytest.FixtureRequest, tmp_path: Path, new_postgres: Callable[[], str]) -> str:
    """The address of an empty record, on each database in turn."""
    return new_postgres() if request.param == "postgresql" else f"sqlite:///{tmp_path / 'record.db'}"


@pytest.fixture
def record(record_url: str) -> Iterator[Record]:
    """An empty record, on each database in turn."""
    opened = open_record(record_url)
    yield opened
    opened.close()
