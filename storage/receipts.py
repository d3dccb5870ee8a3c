"""Keeping what comes in: bytes to the store, then one transaction for receipt and first run, then the small file beside them.

The small file holds the number, which exists only once the transaction has it, and nothing slow may happen inside that.
So the order is: 1. the original is on the disk; 2. the transaction; 3. the small file; and only when `keep` has returned may
the mail on the server be touched. Killed after 1: an original without receipt, the mail is found again. Killed after 2:
the mail is found again by its UID or bytes and step 3 made up for, or `mend` does it at the next start. Not writable at 1:
nothing is numbered. `storage.rebuild` makes receipts from the small files, should the database be lost or set back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from storage import identity, small_file
from storage.engine import one_at_a_time, reading, writing
from storage.numbers import next_number, used
from storage.runs import last_run, open_run
from storage.store import Store
from storage.tables import Attachment, Message, Receipt, Sighting

SERIES = "intake"
ERASED = ("erased", "ลบข้อมูลส่วนบุคคลตามคำขอหรือเมื่อครบกำหนดเก็บแล้ว")


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something that came in. source: where from, for people (`imap:fax@office/INBOX`, a path); channel: fax, mail, folder, hand.

    seen_at: now; taken_at: when the gateway or first mail server took it. mailbox, uid_validity, uid: its place on an IMAP
    server. message_id and attachments tell the same mail again: attachments are the SHA-256 of the files that may be papers
    (of a bare file its own); body_sha256 stands for them in a mail without any. reader: the version that the first run is for.
    """

    raw: bytes
    file_name: str
    source: str
    channel: str
    seen_at: datetime
    reader: str
    taken_at: datetime | None = None
    mailbox: str | None = None
    uid_validity: int | None = None
    uid: int | None = None
    message_id: str | None = None
    attachments: tuple[str, ...] = ()
    body_sha256: str | None = None
    documents_sha256: str | None = None

    @property
    def fingerprint(self) -> str:
        """One hash of what the mail carries; documents_sha256, where it is known already."""
        return self.documents_sha256 or identity.fingerprint(self.attachments or (self.body_sha256 or "",))


@dataclass(frozen=True, slots=True)
class Kept:
    """The receipt that an arrival has now. fresh: it was made by this call; run_id: its last run."""

    receipt_id: int
    year: int
    number: int
    fresh: bool
    run_id: int
    kept_at: datetime
    taken_at: datetime | None


def keep(engine: Engine, store: Store, arrival: Arrival) -> Kept:
    """Keep an arrival: a new receipt, or a further sighting of one (DESIGN.md, identity). Safe to call again with the same.

    On return all is on the disk, and the mail may be touched. Raises StoreNotWritable: nothing may be done to the mail.
    """
    sha = store.put(arrival.raw)
    known = small_file.number(store, sha)
    with writing(engine) as session:
        one_at_a_time(session, "keep")  # so that the same mail in two hands is one receipt
        receipt, fresh = _receipt_of(session, sha, arrival, known)
        if fresh and store.erased(sha):  # its receipt was lost with the database; the mailbox has the mail still
            close_erased(session, receipt)
        kept = Kept(receipt.id, receipt.year, receipt.number, fresh, last_run(session, receipt.id).id, receipt.kept_at, receipt.taken_at)
        facts = None if known and receipt.raw_sha256 == sha else small_file.facts_of(session, receipt)
    if facts:
        store.put_receipt(receipt.raw_sha256, facts)
    return kept


def mend(engine: Engine, store: Store) -> int:
    """Write the small files that a crash or a full disk prevented; gives how many. For the start of the program."""
    there = store.receipts()
    with reading(engine) as session:
        missing = [receipt for receipt in session.scalars(select(Receipt)) if receipt.raw_sha256 not in there]
        facts = {receipt.raw_sha256: small_file.facts_of(session, receipt) for receipt in missing}
    for sha, each in facts.items():
        store.put_receipt(sha, each)
    return len(facts)


def make(session: Session, sha: str, size: int, arrival: Arrival, number: tuple[int, int] | None = None) -> Receipt:
    """A new receipt with its first sighting and run. number: year and number that it has already, else the next is given."""
    receipt = Receipt(
        raw_sha256=sha,
        file_name=arrival.file_name,
        size=size,
        source=arrival.source,
        channel=arrival.channel,
        taken_at=arrival.taken_at,
        kept_at=arrival.seen_at,
        same_paper_as=identity.same_paper(session, arrival.attachments),
        mark=identity.mark(session, arrival.message_id),
    )
    receipt.year, receipt.number = number or next_number(session, SERIES, arrival.seen_at)
    if number:
        used(session, SERIES, *number)
    session.add(receipt)
    session.flush()
    _add_fingerprint(session, receipt, arrival)
    _add_sighting(session, receipt, arrival, first=True)
    open_run(session, receipt.id, arrival.reader, arrival.seen_at)
    return receipt


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


def _receipt_of(session: Session, sha: str, arrival: Arrival, known: tuple[int, int] | None) -> tuple[Receipt, bool]:
    seen = identity.sighting(session, arrival.mailbox, arrival.uid_validity, arrival.uid)
    if seen and identity.is_same(session, seen.receipt, sha, arrival.message_id, arrival.fingerprint):
        return seen.receipt, False
    if seen:  # the mailbox was set back to an older state and dealt this UID again: the old sighting's place is no longer true
        seen.uid_validity = seen.uid = None
        session.flush()
    receipt = identity.same_message(session, sha, arrival.message_id, arrival.fingerprint)
    if receipt:
        _add_sighting(session, receipt, arrival, first=False)
        return receipt, False
    # Its small file stands though its receipt does not: the database was set back. It is given its own number again.
    return make(session, sha, len(arrival.raw), arrival, free(session, known)), True


def _add_fingerprint(session: Session, receipt: Receipt, arrival: Arrival) -> None:
    for ordinal, sha in enumerate(arrival.attachments, 1):
        session.add(Attachment(receipt_id=receipt.id, ordinal=ordinal, sha256=sha))
    if arrival.message_id is not None:
        head = Message(receipt_id=receipt.id, message_id=arrival.message_id, documents_sha256=arrival.fingerprint, subject="")
        session.add(head)


def _add_sighting(session: Session, receipt: Receipt, arrival: Arrival, *, first: bool) -> None:
    place = {"mailbox": arrival.mailbox, "uid_validity": arrival.uid_validity, "uid": arrival.uid}
    session.add(Sighting(receipt_id=receipt.id, first=first, source=arrival.source, seen_at=arrival.seen_at, **place))
