"""What is the same message, and what is the same paper (DESIGN.md, *What is the same message?*)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import Session

from storage.arrival import Arrival
from storage.tables import Attachment, Document, Message, Receipt, Sighting

OTHER_ATTACHMENTS = "same-message-id-other-attachments"


def sighting(session: Session, mailbox: str | None, uid_validity: int | None, uid: int | None) -> Sighting | None:
    """The sighting of this UID, if the mailbox's mail was seen before."""
    if mailbox is None or uid is None:
        return None
    place = (Sighting.mailbox == mailbox, Sighting.uid_validity == uid_validity, Sighting.uid == uid)
    return session.scalar(select(Sighting).where(*place))


def unheard(session: Session, arrivals: Sequence[tuple[str, Arrival]]) -> list[bool]:
    """Of which of these arrivals (with their SHA-256) nothing was seen before, nor earlier among them: bytes, place, Message-ID, paper."""
    shas = [sha for sha, _ in arrivals]
    ids = {arrival.message_id for _, arrival in arrivals if arrival.message_id is not None}
    papers = {paper for _, arrival in arrivals for paper in arrival.attachments}
    known = set[object](session.scalars(select(Receipt.raw_sha256).where(Receipt.raw_sha256.in_(shas))))
    known.update(("id", each) for each in session.scalars(select(Message.message_id).where(Message.message_id.in_(ids))))
    known.update(session.scalars(select(Attachment.sha256).where(Attachment.sha256.in_(papers))))
    known.update(session.scalars(select(Document.sha256).where(Document.sha256.in_(papers))))
    known.update(_places(session, [arrival for _, arrival in arrivals]))
    new: list[bool] = []
    for sha, arrival in arrivals:
        signs = {sha, ("id", arrival.message_id), *arrival.attachments, _place(arrival)} - {("id", None), None}
        new.append(not signs & known)
        known |= signs
    return new


def _places(session: Session, arrivals: Sequence[Arrival]) -> set[object]:
    """The places of these arrivals where something was seen before."""
    uids = [arrival.uid for arrival in arrivals if arrival.mailbox is not None and arrival.uid is not None]
    there = select(Sighting.mailbox, Sighting.uid_validity, Sighting.uid).where(
        Sighting.mailbox.in_({arrival.mailbox for arrival in arrivals}),
        Sighting.uid_validity.in_({arrival.uid_validity for arrival in arrivals}),
        Sighting.uid.in_(uids),
    )
    return {tuple(row) for row in session.execute(there)} if uids else set()


def _place(arrival: Arrival) -> object:
    return None if arrival.mailbox is None or arrival.uid is None else (arrival.mailbox, arrival.uid_validity, arrival.uid)


def is_same(session: Session, receipt: Receipt, raw_sha256: str, message_id: str | None, carried: str) -> bool:
    """Whether these bytes are this receipt's message. A UID alone does not say so: a mailbox set back to an older state deals it again."""
    if receipt.raw_sha256 == raw_sha256:
        return True
    head = session.get(Message, receipt.id)
    return head is not None and message_id is not None and (head.message_id, head.documents_sha256) == (message_id, carried)


def same_message(session: Session, raw_sha256: str, message_id: str | None, carried: str) -> Receipt | None:
    """The receipt of the same bytes, or of the same Message-ID with the same `fingerprint`; without Message-ID the bytes alone."""
    same_bytes = session.scalar(select(Receipt).where(Receipt.raw_sha256 == raw_sha256))
    if same_bytes or message_id is None:
        return same_bytes
    alike = select(Receipt).join(Message).where(Message.message_id == message_id, Message.documents_sha256 == carried)
    return session.scalar(alike.order_by(Receipt.id).limit(1))


def mark(session: Session, message_id: str | None) -> str | None:
    """The mark of a new receipt whose Message-ID came before, with other attachments."""
    if message_id is None:
        return None
    known = session.scalar(select(Message.receipt_id).where(Message.message_id == message_id).limit(1))
    return OTHER_ATTACHMENTS if known else None


def same_paper(session: Session, papers: Collection[str], before: int | None = None) -> int | None:
    """The first receipt (of those before `before`) that brought one of these documents, by hash."""
    hashes = {sha for sha in papers if sha}
    read = select(Document.receipt_id, Document.sha256).where(Document.state != "not-a-paper", Document.sha256.in_(hashes))
    brought = select(Attachment.receipt_id, Attachment.sha256).where(Attachment.sha256.in_(hashes))
    all_of_them = union_all(read, brought).subquery()
    earlier = select(func.min(all_of_them.c.receipt_id))
    first: int | None = session.scalar(earlier.where(all_of_them.c.receipt_id < before) if before else earlier)
    return first
