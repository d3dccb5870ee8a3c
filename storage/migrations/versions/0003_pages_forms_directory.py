"""Pages, forms, fields, what people made of them, and the directory."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _pages()
    _forms()
    _fields()
    _corrections()
    _correction_values()
    _coordinators()
    _coordinator_values()


def _pages() -> None:
    op.create_table(
        "pages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("image_sha256", sa.String(length=64), nullable=False),
        sa.Column("reading_sha256", sa.String(length=64)),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("dpi", sa.Double(), nullable=False),
        sa.Column("scale_x", sa.Double(), nullable=False),
        sa.Column("scale_y", sa.Double(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("reason_code", sa.String(length=64)),
        sa.Column("reason", sa.String()),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_pages_document_id_documents"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_pages_run_id_runs"),
        sa.PrimaryKeyConstraint("id", name="pk_pages"),
        sa.UniqueConstraint("run_id", "number", name="uq_pages_run_id_number"),
    )
    op.create_index("ix_pages_document", "pages", ["document_id"])
    op.create_index("ix_pages_state", "pages", ["state"])


def _forms() -> None:
    op.create_table(
        "forms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("receipt_id", sa.Integer(), nullable=False),
        sa.Column("definition", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("agency_id", sa.Integer()),
        sa.Column("circular_id", sa.Integer()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True)),
        sa.Column("done_by", sa.Integer()),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_forms_agency_id_agencies"),
        sa.ForeignKeyConstraint(["circular_id"], ["circulars.id"], name="fk_forms_circular_id_circulars"),
        sa.ForeignKeyConstraint(["done_by"], ["users.id"], name="fk_forms_done_by_users"),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name="fk_forms_page_id_pages"),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipts.id"], name="fk_forms_receipt_id_receipts"),
        sa.PrimaryKeyConstraint("id", name="pk_forms"),
    )
    op.create_index("ix_forms_circular", "forms", ["circular_id", "agency_id"])
    op.create_index("ix_forms_page_id", "forms", ["page_id"])
    op.create_index("ix_forms_receipt_id", "forms", ["receipt_id"])
    op.create_index("ix_forms_state", "forms", ["state", "id"])


def _fields() -> None:
    op.create_table(
        "fields",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("form_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("read", sa.String(), nullable=False),
        sa.Column("machine_value", sa.String(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("hand", sa.Boolean(), nullable=False),
        sa.Column("box", sa.JSON()),
        sa.Column("others", sa.JSON(), nullable=False),
        sa.Column("candidates", sa.JSON(), nullable=False),
        sa.Column("proofs", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["form_id"], ["forms.id"], name="fk_fields_form_id_forms"),
        sa.PrimaryKeyConstraint("id", name="pk_fields"),
        sa.UniqueConstraint("form_id", "name", name="uq_fields_form_id_name"),
    )
    op.create_index("ix_fields_state", "fields", ["state"])


def _corrections() -> None:
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("field_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("form_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["field_id"], ["fields.id"], name="fk_corrections_field_id_fields"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_corrections_user_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_corrections"),
    )
    op.create_index("ix_corrections_at", "corrections", ["at"])
    op.create_index("ix_corrections_field_id", "corrections", ["field_id"])


def _correction_values() -> None:
    op.create_table(
        "correction_values",
        sa.Column("correction_id", sa.Integer(), nullable=False),
        sa.Column("old", sa.String(), nullable=False),
        sa.Column("new", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["correction_id"], ["corrections.id"], name="fk_correction_values_correction_id_corrections"),
        sa.PrimaryKeyConstraint("correction_id", name="pk_correction_values"),
    )


def _coordinators() -> None:
    op.create_table(
        "coordinators",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("circular_id", sa.Integer()),
        sa.Column("form_id", sa.Integer()),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_coordinators_agency_id_agencies"),
        sa.ForeignKeyConstraint(["circular_id"], ["circulars.id"], name="fk_coordinators_circular_id_circulars"),
        sa.ForeignKeyConstraint(["form_id"], ["forms.id"], name="fk_coordinators_form_id_forms"),
        sa.PrimaryKeyConstraint("id", name="pk_coordinators"),
        sa.UniqueConstraint("form_id", name="uq_coordinators_form_id"),
    )
    op.create_index("ix_coordinators_current", "coordinators", ["agency_id", "until"])


def _coordinator_values() -> None:
    op.create_table(
        "coordinator_values",
        sa.Column("coordinator_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("field_id", sa.Integer()),
        sa.ForeignKeyConstraint(["coordinator_id"], ["coordinators.id"], name="fk_coordinator_values_coordinator_id_coordinators"),
        sa.ForeignKeyConstraint(["field_id"], ["fields.id"], name="fk_coordinator_values_field_id_fields"),
        sa.PrimaryKeyConstraint("coordinator_id", "name", name="pk_coordinator_values"),
    )
    op.create_index("ix_coordinator_values_field_id", "coordinator_values", ["field_id"])
