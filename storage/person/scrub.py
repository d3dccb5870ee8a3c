"""Texts taken out of everything that is not a form: mail heads, register, calls, outbox."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import JSON, Column, Table, delete, or_, select, update
from sqlalchemy.orm import Session

from storage.personal import PERSONAL
from storage.tables import AgencyContact, Base

GONE = "(ลบแล้ว)"
# Erased through the form that they belong to; and accounts of those who work here
NOT_HERE = frozenset(
    {"fields", "forms", "coordinator_values", "correction_values", "told_values", "blind_keys", "users", "agency_contacts"}
)
ITEMS = (("fields", "candidates"),)  # offered also where another person is meant


def scrub(session: Session, texts: Collection[str]) -> dict[str, int]:
    """Take these texts out; gives by table how many rows were changed."""
    if not texts:
        return {}
    gone = delete(AgencyContact).where(AgencyContact.value.in_(texts)).returning(AgencyContact.id)
    changed = {"agency_contacts": len(session.scalars(gone).all())}
    columns = [(table, name) for table, names in PERSONAL.items() if table not in NOT_HERE for name in names]
    for table_name, column_name in (*columns, *ITEMS):
        table = Base.metadata.tables[table_name]
        column = table.columns[column_name]
        if not column.foreign_keys and (column.type.python_type is str or isinstance(column.type, JSON)):
            changed[table_name] = changed.get(table_name, 0) + _scrub(session, table, column, texts)
    return {table_name: count for table_name, count in changed.items() if count}


def without(value: Any, texts: Collection[str]) -> Any:
    """The value (text, or JSON) with each of the texts replaced."""
    if isinstance(value, str):
        for text in sorted(texts, key=len, reverse=True):
            value = value.replace(text, GONE)
        return value
    if isinstance(value, list):
        return [without(one, texts) for one in value]
    if isinstance(value, dict):
        return {key: without(one, texts) for key, one in value.items()}
    return value


def _scrub(session: Session, table: Table, column: Column[Any], texts: Collection[str]) -> int:
    """JSON is stored with its letters escaped, so that only Python can look into it."""
    keys = list(table.primary_key)
    rows = select(column, *keys)
    if not isinstance(column.type, JSON):
        rows = rows.where(or_(*(column.contains(text, autoescape=True) for text in texts)))
    count = 0
    for value, *key in session.execute(rows).all():
        if (left := without(value, texts)) != value:
            same = [each == part for each, part in zip(keys, key, strict=True)]
            session.execute(update(table).where(*same).values({column.name: left}))
            count += 1
    return count
