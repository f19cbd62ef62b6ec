"""Protected persons: keyed digests of how they may be written."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create both tables."""
    op.create_table(
        "protected_persons",
        sa.Column("id", _NUMBER, autoincrement=True, nullable=False),
        sa.Column("person_id", sa.String(length=200), nullable=True),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protected_persons")),
    )
    op.create_table(
        "protected_forms",
        sa.Column("mac", sa.String(length=32), nullable=False),
        sa.Column("protected_id", _NUMBER, nullable=False),
        sa.ForeignKeyConstraint(
            ["protected_id"], ["protected_persons.id"], name=op.f("fk_protected_forms_protected_id")
        ),
        sa.PrimaryKeyConstraint("mac", name=op.f("pk_protected_forms")),
    )
