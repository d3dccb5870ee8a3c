"""What comes in: receipts, sightings, runs, messages, documents, the register and the trail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _receipts()
    _sightings()
    _runs()
    _messages()
    _attachments()
    _problems()
    _documents()
    _mailbox_positions()
    _agency_contacts()
    _register_entries()
    _events()


def _receipts() -> None:
    op.create_table(
        "receipts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("raw_sha256", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True)),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("same_paper_as", sa.Integer()),
        sa.Column("mark", sa.String(length=64)),
        sa.Column("not_ours", sa.String(length=32)),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.Column("settled_by", sa.Integer()),
        sa.ForeignKeyConstraint(["same_paper_as"], ["receipts.id"], name="fk_receipts_same_paper_as_receipts"),
        sa.ForeignKeyConstraint(["settled_by"], ["users.id"], name="fk_receipts_settled_by_users"),
        sa.PrimaryKeyConstraint("id", name="pk_receipts"),
        sa.UniqueConstraint("raw_sha256", name="uq_receipts_raw_sha256"),
        sa.UniqueConstraint("year", "number", name="uq_receipts_year_number"),
    )
    op.create_index("ix_receipts_kept_at", "receipts", ["kept_at"])


def _sightings() -> None:
    op.create_table(
        "sightings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("receipt_id", sa.Integer(), nullable=False),
        sa.Column("first", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("mailbox", sa.String()),
        sa.Column("uid_validity", sa.BigInteger()),
        sa.Column("uid", sa.BigInteger()),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipts.id"], name="fk_sightings_receipt_id_receipts"),
        sa.PrimaryKeyConstraint("id", name="pk_sightings"),
        sa.UniqueConstraint("mailbox", "uid_validity", "uid", name="uq_sightings_mailbox_uid_validity_uid"),
    )
    op.create_index("ix_sightings_receipt", "sightings", ["receipt_id"])


def _runs() -> None:
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("receipt_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("reader", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column("error_code", sa.String(length=64)),
        sa.Column("error_reason", sa.String()),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipts.id"], name="fk_runs_receipt_id_receipts"),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
        sa.UniqueConstraint("receipt_id", "ordinal", name="uq_runs_receipt_id_ordinal"),
    )
    op.create_index("ix_runs_open", "runs", ["closed_at"])


def _messages() -> None:
    op.create_table(
        "messages",
        sa.Column("receipt_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String()),
        sa.Column("documents_sha256", sa.String(length=64)),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("from_address", sa.String()),
        sa.Column("sender_number", sa.String(length=64)),
        sa.Column("sender_station", sa.String()),
        sa.Column("gateway", sa.String(length=32)),
        sa.Column("pages_claimed", sa.Integer()),
        sa.Column("automatic", sa.String(length=32)),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipts.id"], name="fk_messages_receipt_id_receipts"),
        sa.PrimaryKeyConstraint("receipt_id", name="pk_messages"),
    )
    op.create_index("ix_messages_message_id", "messages", ["message_id"])


def _attachments() -> None:
    op.create_table(
        "attachments",
        sa.Column("receipt_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipts.id"], name="fk_attachments_receipt_id_receipts"),
        sa.PrimaryKeyConstraint("receipt_id", "ordinal", name="pk_attachments"),
    )
    op.create_index("ix_attachments_sha256", "attachments", ["sha256"])


def _problems() -> None:
    op.create_table(
        "problems",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("document", sa.String()),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_problems_run_id_runs"),
        sa.PrimaryKeyConstraint("id", name="pk_problems"),
    )
    op.create_index("ix_problems_run_id", "problems", ["run_id"])


def _documents() -> None:
    op.create_table(
        "documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("receipt_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("reason_code", sa.String(length=64)),
        sa.Column("reason", sa.String()),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipts.id"], name="fk_documents_receipt_id_receipts"),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
        sa.UniqueConstraint("receipt_id", "ordinal", name="uq_documents_receipt_id_ordinal"),
    )
    op.create_index("ix_documents_sha256", "documents", ["sha256"])


def _mailbox_positions() -> None:
    op.create_table(
        "mailbox_positions",
        sa.Column("mailbox", sa.String(), nullable=False),
        sa.Column("uid_validity", sa.BigInteger(), nullable=False),
        sa.Column("last_uid", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("mailbox", name="pk_mailbox_positions"),
    )


def _agency_contacts() -> None:
    op.create_table(
        "agency_contacts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("learned_from", sa.Integer()),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_agency_contacts_agency_id_agencies"),
        sa.ForeignKeyConstraint(["learned_from"], ["receipts.id"], name="fk_agency_contacts_learned_from_receipts"),
        sa.PrimaryKeyConstraint("id", name="pk_agency_contacts"),
        sa.UniqueConstraint("agency_id", "kind", "value", name="uq_agency_contacts_agency_id_kind_value"),
    )
    op.create_index("ix_agency_contacts_value", "agency_contacts", ["value"])


def _register_entries() -> None:
    op.create_table(
        "register_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("receipt_id", sa.Integer()),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("letter_number", sa.String()),
        sa.Column("letter_dated", sa.Date()),
        sa.Column("from_whom", sa.String(), nullable=False),
        sa.Column("to_whom", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("handling", sa.String()),
        sa.Column("note", sa.String()),
        sa.Column("cancelled_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipts.id"], name="fk_register_entries_receipt_id_receipts"),
        sa.PrimaryKeyConstraint("id", name="pk_register_entries"),
        sa.UniqueConstraint("year", "number", name="uq_register_entries_year_number"),
    )
    op.create_index("ix_register_entries_receipt_id", "register_entries", ["receipt_id"])


def _events() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer()),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("receipt_id", sa.Integer()),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipts.id"], name="fk_events_receipt_id_receipts"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_events_user_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
    )
    op.create_index("ix_events_at", "events", ["at"])
    op.create_index("ix_events_receipt_id", "events", ["receipt_id"])
