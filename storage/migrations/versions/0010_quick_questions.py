"""Indexes for what each page asks, and what older forms may be searched and counted by."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.search import sought_by

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

CHUNK = 500
MIXED = "(id % 10007 * 7919 % 10007)"
SAMPLED = f"sure AND machine_value <> '' AND {MIXED} % 20 = 0"
FEW = (
    ("ix_receipts_not_ours", "receipts", "not_ours", "not_ours IS NOT NULL"),
    ("ix_sightings_further", "sightings", "receipt_id", "first = false"),
    ("ix_runs_failed", "runs", "receipt_id", "error_code IS NOT NULL"),
    ("ix_forms_unknown", "forms", "receipt_id", "agency_id IS NULL"),
    ("ix_fields_sampled", "fields", sa.text(MIXED), SAMPLED),
    ("ix_fields_doubtful", "fields", sa.text(MIXED), "state = 'waiting'"),
)
FORMS = """
SELECT forms.id, receipts.number, receipts.year, agencies.name AS agency,
       messages.sender_number, messages.sender_station, messages.from_address
FROM forms JOIN receipts ON receipts.id = forms.receipt_id
     LEFT JOIN agencies ON agencies.id = forms.agency_id LEFT JOIN messages ON messages.receipt_id = forms.receipt_id
WHERE forms.sought = '' AND forms.id > :after ORDER BY forms.id LIMIT :most
"""
FIELDS = "SELECT form_id, kind, value, others FROM fields WHERE form_id BETWEEN :first AND :last ORDER BY form_id, ordinal"
# Where a person worked, it is forgotten what the machine was sure of: such forms count for nothing, rather than wrongly.
UNTOUCHED = (
    "all_fields = 0 AND NOT EXISTS (SELECT 1 FROM fields WHERE fields.form_id = forms.id AND fields.state NOT IN ('accepted', 'waiting'))"
    " AND EXISTS (SELECT 1 FROM fields WHERE fields.form_id = forms.id AND fields.machine_value <> '')"
)


def upgrade() -> None:
    op.drop_index("ix_forms_state", "forms")
    op.create_index("ix_forms_state", "forms", ["state", "receipt_id"])
    op.create_index("ix_documents_state", "documents", ["state"])
    for name, table, column, where in FEW:
        op.create_index(name, table, [column], sqlite_where=sa.text(where.replace("false", "0")), postgresql_where=sa.text(where))
    _fill_sought()
    _fill_counts()


def _fill_sought() -> None:
    for rows in _forms():
        values = _values(rows[0].id, rows[-1].id)
        said = [{"form": row.id, "sought": _sought(row, values.get(row.id, []))} for row in rows]
        op.get_bind().execute(sa.text("UPDATE forms SET sought = :sought WHERE id = :form"), said)


def _forms() -> Iterator[list[Any]]:
    after = 0
    while rows := list(op.get_bind().execute(sa.text(FORMS), {"after": after, "most": CHUNK})):
        after = rows[-1].id
        yield rows


def _values(first: int, last: int) -> dict[int, list[tuple[str, tuple[str, ...]]]]:
    found = op.get_bind().execute(sa.text(FIELDS).columns(others=sa.JSON()), {"first": first, "last": last})
    return {form_id: [(row.kind, (row.value, *row.others)) for row in group] for form_id, group in groupby(found, lambda row: row.form_id)}


def _sought(row: Any, values: list[tuple[str, tuple[str, ...]]]) -> str:
    sender = (row.sender_number, row.sender_station, row.from_address)
    return sought_by(f"{row.number}/{row.year}", row.agency, values, sender)


def _fill_counts() -> None:
    op.execute(f"UPDATE fields SET sure = true WHERE state = 'accepted' AND form_id IN (SELECT id FROM forms WHERE {UNTOUCHED})")
    counted = "SELECT count(*) FROM fields WHERE fields.form_id = forms.id"
    op.execute(f"UPDATE forms SET all_fields = ({counted}), sure_fields = ({counted} AND fields.sure) WHERE {UNTOUCHED}")


def downgrade() -> None:
    for name, table, *_ in FEW:
        op.drop_index(name, table)
    op.drop_index("ix_documents_state", "documents")
    op.drop_index("ix_forms_state", "forms")
    op.create_index("ix_forms_state", "forms", ["state", "id"])
