"""What covering letters and cover sheets say of themselves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "covering_letters",
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(64), nullable=False),
        sa.Column("dated", sa.Date()),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("circular", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name=op.f("fk_covering_letters_page_id_pages")),
        sa.PrimaryKeyConstraint("page_id", name=op.f("pk_covering_letters")),
    )
