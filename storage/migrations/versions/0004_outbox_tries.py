"""When a mail may next be tried, and how often it is not known whether the server took it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("next_at", sa.DateTime(timezone=True)))
    op.add_column("outbox", sa.Column("doubts", sa.Integer(), nullable=False, server_default="0"))
