"""What a page says of its article beside the text."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the column."""
    op.add_column("article_versions", sa.Column("facts", sa.Text(), nullable=True))
