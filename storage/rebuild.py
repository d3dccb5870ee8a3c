"""Receipts from the small files beside the originals, where the database does not know them: it was lost, or set back to a backup.

Safe to call at every start, and again after it was broken off: a receipt that is there is left alone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, select

from storage import events, small_file
from storage.engine import one_at_a_time, reading, writing
from storage.new_receipts import SERIES, New, close_erased, free, make
from storage.numbers import skip
from storage.receipts import Arrival
from storage.store import Store
from storage.tables import Receipt
from storage.thai_text import bangkok_date, buddhist_year

# A number that was committed but whose small file a crash prevented shows in no file. As many can be as arrivals were being kept
# at that moment: so many from a source. They are left out, with as many again for what people hand in, and the trail says so.
LEFT_OUT = 16


def rebuild(engine: Engine, store: Store, reader: Callable[[], str], now: datetime, sources: int = 1) -> int:
    """Make the missing receipts again, each with its number, place and a run for `reader` (asked only if one is missing); gives how many.

    sources: how many folders are taken from. What people did with the receipts since the backup is not in the small files.
    Raises StoreError.
    """
    lost = [(sha, facts) for sha in unknown(engine, store) if (facts := store.receipt(sha))]
    lost.sort(key=lambda each: (each[1]["year"], each[1]["number"]))
    made = sum(_make(engine, store, sha, facts, reader()) for sha, facts in lost)
    if made:
        with writing(engine) as session:
            skip(session, SERIES, buddhist_year(bangkok_date(now)), LEFT_OUT * (sources + 1), now)
            events.write(session, "receipts-rebuilt", now, count=made)
    return made


def unknown(engine: Engine, store: Store) -> list[str]:
    """The originals whose receipts the database does not know; also those that were erased: their numbers are borne all the same."""
    there = store.receipts()  # before the database is asked: each of these was committed before it was written
    with reading(engine) as session:
        known = set(session.scalars(select(Receipt.raw_sha256)))
    return [sha for sha in there - known if store.has(sha) or store.erased(sha)]


def _make(engine: Engine, store: Store, sha: str, facts: dict[str, Any], reader: str) -> bool:
    with writing(engine) as session:
        one_at_a_time(session, "keep")
        if session.scalar(select(Receipt.id).where(Receipt.raw_sha256 == sha)):
            return False
        number = int(facts["year"]), int(facts["number"])
        erased = store.erased(sha)
        size = 0 if erased else store.size(sha)
        receipt = make(session, New(sha, size, _arrival(facts, reader)), free(session, number))
        if erased:
            close_erased(session, receipt)
        told = {"year": receipt.year, "number": receipt.number}
        events.write(session, "receipt-rebuilt", receipt.kept_at, receipt_id=receipt.id, **told)
    if (receipt.year, receipt.number) != number:  # another bears its number by now: what was numbered while this one was unknown
        with reading(engine) as session:
            store.put_receipt(sha, small_file.facts_of(session, receipt))
    return True


def _arrival(facts: dict[str, Any], reader: str) -> Arrival:
    kept_at = small_file.moment(facts["kept_at"])
    assert kept_at is not None
    place = {name: facts.get(name) for name in ("mailbox", "uid_validity", "uid", "message_id", "documents_sha256")}
    return Arrival(
        raw=b"",
        file_name=facts["file_name"],
        source=facts["source"],
        channel=facts["channel"],
        seen_at=kept_at,
        reader=reader,
        taken_at=small_file.moment(facts["taken_at"]),
        attachments=tuple(facts.get("attachments", ())),
        **place,
    )
