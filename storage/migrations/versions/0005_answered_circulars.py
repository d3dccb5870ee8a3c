"""What it takes to get a circular answered: due days moved, marks by hand, calls, days of the office, second papers, the register."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NOTED = """INSERT INTO addressee_marks (addressee_id, kind, reason, at)
SELECT id, 'excused', excused, {beginning} FROM addressees WHERE excused IS NOT NULL"""
BEGINNING = {"sqlite": "'1970-01-01 00:00:00.000000'", "postgresql": "to_timestamp(0)"}


def upgrade() -> None:
    _marks()
    _new_columns()
    _due_changes()
    _contact_lines()
    _office_days()
    _second_papers()
    _register()


def _fk(table: str, column: str, other: str, key: str = "id") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.{key}"], name=f"fk_{table}_{column}_{other}")


def _marks() -> None:
    op.create_table(
        "addressee_marks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("addressee_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("user_id", sa.Integer()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _fk("addressee_marks", "addressee_id", "addressees"),
        _fk("addressee_marks", "user_id", "users"),
        sa.PrimaryKeyConstraint("id", name="pk_addressee_marks"),
    )
    op.create_index("ix_addressee_marks_addressee_id", "addressee_marks", ["addressee_id"])
    op.execute(NOTED.format(beginning=BEGINNING[op.get_bind().dialect.name]))


def _new_columns() -> None:
    with op.batch_alter_table("agencies") as table:
        table.add_column(sa.Column("merged_into", sa.Integer()))
        table.create_foreign_key("fk_agencies_merged_into_agencies", "agencies", ["merged_into"], ["id"])
    with op.batch_alter_table("addressees") as table:
        table.drop_column("excused")
        table.add_column(sa.Column("through_id", sa.Integer()))
        table.create_foreign_key("fk_addressees_through_id_agencies", "agencies", ["through_id"], ["id"])
    with op.batch_alter_table("coordinators") as table:
        table.add_column(sa.Column("line_group_at", sa.DateTime(timezone=True)))
        table.add_column(sa.Column("line_group_by", sa.Integer()))
        table.create_foreign_key("fk_coordinators_line_group_by_users", "users", ["line_group_by"], ["id"])
    for name in ("send_to", "call", "urgency"):
        op.add_column("circulars", sa.Column(name, sa.String(), nullable=False, server_default=""))


def _due_changes() -> None:
    op.create_table(
        "due_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("circular_id", sa.Integer(), nullable=False),
        sa.Column("old", sa.Date()),
        sa.Column("new", sa.Date()),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _fk("due_changes", "circular_id", "circulars"),
        _fk("due_changes", "user_id", "users"),
        sa.PrimaryKeyConstraint("id", name="pk_due_changes"),
    )
    op.create_index("ix_due_changes_circular_id", "due_changes", ["circular_id"])


def _contact_lines() -> None:
    op.create_table(
        "contact_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("circular_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("spoke_with", sa.String(), nullable=False),
        sa.Column("promised_for", sa.Date()),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("next_call", sa.Date()),
        *(_fk("contact_lines", f"{one}_id", f"{many}s") for one, many in (("circular", "circular"), ("user", "user"))),
        _fk("contact_lines", "agency_id", "agencies"),
        sa.PrimaryKeyConstraint("id", name="pk_contact_lines"),
    )
    op.create_index("ix_contact_lines_asked", "contact_lines", ["circular_id", "agency_id"])


def _office_days() -> None:
    op.create_table(
        "office_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("user_id", sa.Integer()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _fk("office_days", "user_id", "users"),
        sa.PrimaryKeyConstraint("day", name="pk_office_days"),
    )


def _second_papers() -> None:
    op.create_table(
        "second_papers",
        sa.Column("form_id", sa.Integer(), nullable=False),
        sa.Column("earlier_id", sa.Integer(), nullable=False),
        sa.Column("proposed", sa.String(length=32), nullable=False),
        sa.Column("decided", sa.String(length=32)),
        sa.Column("decided_by", sa.Integer()),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        _fk("second_papers", "form_id", "forms"),
        _fk("second_papers", "earlier_id", "forms"),
        _fk("second_papers", "decided_by", "users"),
        sa.PrimaryKeyConstraint("form_id", name="pk_second_papers"),
    )
    op.create_index("ix_second_papers_earlier_id", "second_papers", ["earlier_id"])
    op.create_table(
        "quoted_numbers",
        sa.Column("receipt_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        _fk("quoted_numbers", "receipt_id", "receipts"),
        sa.PrimaryKeyConstraint("receipt_id", "number", name="pk_quoted_numbers"),
    )


def _register() -> None:
    with op.batch_alter_table("register_entries") as table:
        table.alter_column("number", existing_type=sa.Integer(), nullable=True)
        table.add_column(sa.Column("central_number", sa.String(length=64)))
        for name in ("registered_by", "cancelled_by"):
            table.add_column(sa.Column(name, sa.Integer()))
            table.create_foreign_key(f"fk_register_entries_{name}_users", "users", [name], ["id"])
        table.add_column(sa.Column("cancelled_why", sa.String()))
