"""Blocks of captures in the ledger, tombstones, and evidence that is held."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the columns and create both tables."""
    op.add_column("captures", sa.Column("block_offset", sa.BigInteger(), nullable=True))
    op.add_column("captures", sa.Column("block_length", sa.BigInteger(), nullable=True))
    op.add_column("captures", sa.Column("block_sha256", sa.String(length=64), nullable=True))
    op.create_table(
        "tombstones",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("capture_id", _NUMBER, nullable=False),
        sa.Column("entry_hash", sa.String(length=64), nullable=False),
        sa.Column("removed_at", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.Column("tomb_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["capture_id"], ["captures.id"], name=op.f("fk_tombstones_capture_id")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_tombstones")),
        sa.UniqueConstraint("capture_id", name=op.f("uq_tombstones_capture_id")),
    )
    op.create_table(
        "evidence_holds",
        sa.Column("article_id", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_evidence_holds")),
    )
