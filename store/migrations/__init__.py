"""Alembic migrations of the record, run by ``store.migrate``."""
