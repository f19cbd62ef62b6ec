"""Visits to kept pages, and removals."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create both tables."""
    op.create_table(
        "revisits",
        sa.Column("url_key", sa.String(length=32), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("source_id", sa.String(length=200), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=True),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("url_key", name=op.f("pk_revisits")),
    )
    op.create_index(op.f("ix_revisits_source_id_due"), "revisits", ["source_id", "due"], unique=False)
    op.create_table(
        "removals",
        sa.Column("id", _NUMBER, autoincrement=True, nullable=False),
        sa.Column("url_key", sa.String(length=32), nullable=False),
        sa.Column("capture_id", _NUMBER, nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("noticed_at", sa.BigInteger(), nullable=False),
        sa.Column("back_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["capture_id"], ["captures.id"], name=op.f("fk_removals_capture_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removals")),
    )
    op.create_index(op.f("ix_removals_url_key"), "removals", ["url_key"], unique=False)
