"""A person may ask that what is held of them is kept from use."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("forms", sa.Column("restricted_at", sa.DateTime(timezone=True)))
    op.add_column("coordinators", sa.Column("restricted_at", sa.DateTime(timezone=True)))
