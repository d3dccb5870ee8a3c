"""The small file beside each original: number, source, times and place of its receipt, enough to make the receipt again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.store import Store
from storage.tables import Attachment, Message, Receipt, Sighting


def facts(receipt: Receipt, first: Sighting, head: Message | None, attachments: Sequence[str]) -> dict[str, Any]:
    """What the small file says."""
    return {
        "year": receipt.year,
        "number": receipt.number,
        "source": receipt.source,
        "channel": receipt.channel,
        "file_name": receipt.file_name,
        "taken_at": receipt.taken_at.isoformat() if receipt.taken_at else None,
        "kept_at": receipt.kept_at.isoformat(),
        "mailbox": first.mailbox,
        "uid_validity": first.uid_validity,
        "uid": first.uid,
        "message_id": head.message_id if head else None,
        "documents_sha256": head.documents_sha256 if head else None,
        "attachments": list(attachments),
    }


def facts_of(session: Session, receipt: Receipt) -> dict[str, Any]:
    """The same from the tables."""
    first = session.scalars(select(Sighting).where(Sighting.receipt_id == receipt.id, Sighting.first)).one()
    attachments = select(Attachment.sha256).where(Attachment.receipt_id == receipt.id).order_by(Attachment.ordinal)
    return facts(receipt, first, session.get(Message, receipt.id), session.scalars(attachments).all())


def number(store: Store, sha: str) -> tuple[int, int] | None:
    """Year and number that an original was given, as its small file says; None where there is none."""
    said = store.receipt(sha)
    return (int(said["year"]), int(said["number"])) if said else None


def moment(text: str | None) -> datetime | None:
    """A time of the small file."""
    return datetime.fromisoformat(text) if text else None
