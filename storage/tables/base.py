"""The declarative base and column types that behave alike on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Double, Index, MetaData, String, TextClause, TypeDecorator, text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[datetime]):
    """A moment: aware in Python, UTC in the database (SQLite forgets time zones)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """Base of all tables. `dict` and `list` columns are JSON, `datetime` columns are `Instant`."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {  # noqa: RUF012 (SQLAlchemy reads it from the class)
        datetime: Instant(),
        float: Double(),
        dict[str, Any]: JSON,
        list[str]: JSON,
        list[float]: JSON,
    }


def short(length: int = 32) -> String:
    """A column type for a stable code (a state, a kind)."""
    return String(length)


def few(name: str, column: str | TextClause, where: str) -> Index:
    """An index of the few rows of which `where` (SQL) is true: they are found without a look at all others.

    A database uses it for questions in the same words only: in SQLite, `false` is 0.
    """
    return Index(name, column, sqlite_where=text(where.replace("false", "0")), postgresql_where=text(where))
