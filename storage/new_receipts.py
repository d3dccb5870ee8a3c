"""The rows of a new receipt: number, first sighting, what it is known by, first run. Many at once cost little more than one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from storage import identity
from storage.arrival import Arrival
from storage.numbers import next_numbers, used
from storage.runs import last_run
from storage.tables import Attachment, Message, Receipt, Run, Sighting

SERIES = "intake"
ERASED = ("erased", "ลบข้อมูลส่วนบุคคลตามคำขอหรือเมื่อครบกำหนดเก็บแล้ว")


@dataclass(frozen=True, slots=True)
class New:
    """An arrival that becomes a receipt. sha: of its bytes, size: their count."""

    sha: str
    size: int
    arrival: Arrival


def make(session: Session, new: New, number: tuple[int, int] | None = None) -> Receipt:
    """A new receipt. number: year and number that it has already, else the next is given."""
    if number:
        used(session, SERIES, *number)
    numbers = [number] if number else next_numbers(session, SERIES, new.arrival.seen_at, 1)
    papers = identity.same_paper(session, new.arrival.attachments)
    mark = identity.mark(session, new.arrival.message_id)
    return _insert(session, [new], numbers, same_paper_as=papers, mark=mark)[0][0]


def make_all(session: Session, new: Sequence[New]) -> list[tuple[Receipt, int]]:
    """New receipts of which `identity.unheard` said that nothing of them was seen before, kept in one year; with their runs' ids."""
    numbers = next_numbers(session, SERIES, new[0].arrival.seen_at, len(new))
    return _insert(session, new, numbers, same_paper_as=None, mark=None)


def close_erased(session: Session, receipt: Receipt) -> None:
    """Its original was erased on purpose: there is nothing to be read, and nothing for a person to do."""
    run = last_run(session, receipt.id)
    run.closed_at = receipt.settled_at = receipt.kept_at
    run.error_code, run.error_reason = ERASED
    receipt.file_name = ERASED[0]


def free(session: Session, number: tuple[int, int] | None) -> tuple[int, int] | None:
    """The number, if no receipt bears it."""
    year, n = number or (0, 0)
    return None if session.scalar(select(Receipt.id).where(Receipt.year == year, Receipt.number == n)) else number


def _insert(
    session: Session, new: Sequence[New], numbers: Sequence[tuple[int, int]], *, same_paper_as: int | None, mark: str | None
) -> list[tuple[Receipt, int]]:
    rows = [
        {
            **{"year": year, "number": number, "raw_sha256": each.sha, "size": each.size, "file_name": each.arrival.file_name},
            **{"source": each.arrival.source, "channel": each.arrival.channel, "kept_at": each.arrival.seen_at},
            **{"taken_at": each.arrival.taken_at, "same_paper_as": same_paper_as, "mark": mark},
        }
        for each, (year, number) in zip(new, numbers, strict=True)
    ]
    receipts = session.scalars(insert(Receipt).returning(Receipt, sort_by_parameter_order=True), rows).all()
    pairs = [(receipt.id, each.arrival) for receipt, each in zip(receipts, new, strict=True)]
    _insert_fingerprints(session, pairs)
    session.execute(insert(Sighting), [sighting(receipt, arrival, first=True) for receipt, arrival in pairs])
    runs = [{"receipt_id": receipt, "ordinal": 1, "reader": each.reader, "opened_at": each.seen_at} for receipt, each in pairs]
    run_ids = session.scalars(insert(Run).returning(Run.id, sort_by_parameter_order=True), runs).all()
    return list(zip(receipts, run_ids, strict=True))


def sighting(receipt_id: int, arrival: Arrival, *, first: bool) -> dict[str, object]:
    """The columns of a sighting."""
    place = {"mailbox": arrival.mailbox, "uid_validity": arrival.uid_validity, "uid": arrival.uid}
    return {"receipt_id": receipt_id, "first": first, "source": arrival.source, "seen_at": arrival.seen_at, **place}


def _insert_fingerprints(session: Session, pairs: Sequence[tuple[int, Arrival]]) -> None:
    files = [
        {"receipt_id": receipt, "ordinal": ordinal, "sha256": sha}
        for receipt, arrival in pairs
        for ordinal, sha in enumerate(arrival.attachments, 1)
    ]
    heads = [
        {"receipt_id": receipt, "message_id": arrival.message_id, "documents_sha256": arrival.fingerprint, "subject": ""}
        for receipt, arrival in pairs
        if arrival.message_id is not None
    ]
    for table, rows in ((Attachment, files), (Message, heads)):
        if rows:
            session.execute(insert(table), rows)
