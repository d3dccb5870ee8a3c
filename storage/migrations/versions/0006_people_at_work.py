"""How people work on forms: leases, values told by telephone, papers asked for again, undo, blind keying, ways of working."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def _user() -> sa.Column[int]:
    return sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id"), nullable=False)


def upgrade() -> None:
    op.add_column("fields", sa.Column("incomplete", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("fields", sa.Column("sure", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("forms", sa.Column("all_fields", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("forms", sa.Column("sure_fields", sa.Integer(), nullable=False, server_default="0"))
    op.create_index("ix_forms_made_at", "forms", ["made_at"])
    op.add_column("forms", sa.Column("sought", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "leases",
        sa.Column("receipt_id", sa.Integer(), sa.ForeignKey("receipts.id"), primary_key=True),
        _user(),
        sa.Column("until", MOMENT, nullable=False),
    )
    op.create_table(
        "told_values",
        sa.Column("field_id", sa.Integer(), sa.ForeignKey("fields.id"), primary_key=True),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("others", sa.JSON(), nullable=False),
        sa.Column("said_by", sa.String(), nullable=False),
        sa.Column("said_at", MOMENT, nullable=False),
        _user(),
    )
    _asked_again()
    op.create_table(
        "undos",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _user(),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.UniqueConstraint("kind", "subject_id", name="uq_undos_kind_subject_id"),
    )
    _blind_keys()
    op.create_table(
        "switches",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("value", sa.String(64), nullable=False),
        _user(),
        sa.Column("at", MOMENT, nullable=False),
    )


def _asked_again() -> None:
    op.create_table(
        "asked_again",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("receipt_id", sa.Integer(), sa.ForeignKey("receipts.id"), nullable=False),
        sa.Column("page_id", sa.Integer(), sa.ForeignKey("pages.id")),
        sa.Column("form_id", sa.Integer(), sa.ForeignKey("forms.id")),
        sa.Column("agency_id", sa.Integer(), sa.ForeignKey("agencies.id")),
        sa.Column("why", sa.String(32), nullable=False),
        _user(),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT),
    )
    op.create_index("ix_asked_again_receipt_id", "asked_again", ["receipt_id"])


def _blind_keys() -> None:
    op.create_table(
        "blind_keys",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("field_id", sa.Integer(), sa.ForeignKey("fields.id"), nullable=False),
        _user(),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("sampled", sa.Boolean(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("others", sa.JSON(), nullable=False),
        sa.Column("empty", sa.String(32)),
        sa.Column("against", sa.String(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("truth", sa.String(32)),
        sa.Column("settled_by", sa.Integer(), sa.ForeignKey("users.id")),
        sa.Column("settled_at", MOMENT),
        sa.UniqueConstraint("field_id", name="uq_blind_keys_field_id"),
    )
    op.create_index("ix_blind_keys_open", "blind_keys", ["sampled", "agrees", "settled_at"])
