"""Whether the database is older than the store: then nothing may be taken in before `saraban recover`."""

from __future__ import annotations

from service.parts import Parts
from service.patience import DatabaseOlder
from storage.high_water import is_older


def check_age(parts: Parts) -> None:
    """Raises DatabaseOlder where receipts or numbers that the store knows are unknown to the database, or a backup was restored."""
    if is_older(parts.engine, parts.store):
        raise DatabaseOlder
