"""What is the same message, and what is the same paper (DESIGN.md, *What is the same message?*)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import Session

from storage.tables import Attachment, Document, Message, Receipt, Sighting

OTHER_ATTACHMENTS = "same-message-id-other-attachments"


def sighting(session: Session, mailbox: str | None, uid_validity: int | None, uid: int | None) -> Sighting | None:
    """The sighting of this UID, if the mailbox's mail was seen before."""
    if mailbox is None or uid is None:
        return None
    place = (Sighting.mailbox == mailbox, Sighting.uid_validity == uid_validity, Sighting.uid == uid)
    return session.scalar(select(Sighting).where(*place))


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


def fingerprint(attachments: Collection[str]) -> str:
    """One hash for the attachments of a message, in whatever order."""
    return hashlib.sha256("\n".join(sorted(attachments)).encode()).hexdigest()
