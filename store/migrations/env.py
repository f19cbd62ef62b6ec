"""Alembic's entry: runs the migrations on the connection that ``store.migrate`` hands over."""

from __future__ import annotations

from alembic import context

from store import tables_evidence as tables_evidence  # adds its tables to the metadata
from store.tables import metadata

# SQLite's DDL is transactional once the driver does not commit by itself, which store.record sees to.
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
