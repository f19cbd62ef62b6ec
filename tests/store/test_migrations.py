"""The migrations make exactly the tables that the code uses, and travel inside the package."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

import store.migrations
from store import articles, open_record
from store import tables_evidence as tables_evidence  # adds its tables to the metadata
from store.migrate import HEAD
from store.tables import metadata


def test_head_is_the_newest_file() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(store.migrations.__file__).parent))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_the_migrated_tables_are_those_of_the_code(tmp_path: Path) -> None:
    record = open_record(f"sqlite:///{tmp_path / 'a b%20c.db'}")
    with record.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    record.close()


def test_opening_again_changes_nothing_and_needs_no_lock(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'record.db'}"
    record = open_record(url)
    with record.write():
        again = open_record(url)
        assert articles.count(again) == 0
        again.close()
    record.close()


def test_many_may_open_a_new_record_at_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'record.db'}"
    with ThreadPoolExecutor(6) as pool:
        records = list(pool.map(lambda _: open_record(url), range(6)))
    with records[0].read() as connection:
        assert connection.execute(text("SELECT name, value FROM counters")).all() == [("doc_seq", 0)]
    for record in records:
        record.close()


def test_sqlite_is_set_up_to_keep_what_it_says(tmp_path: Path) -> None:
    record = open_record(f"sqlite:///{tmp_path / 'record.db'}")
    with record.read() as connection:
        found = [
            connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    assert found == ["wal", 2, 1, 30_000]
    record.close()
