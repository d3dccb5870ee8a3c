"""The small file beside each original: number, source, times and place of its receipt, enough to make the receipt again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.arrival import Arrival
from storage.store import Store
from storage.tables import Attachment, Message, Receipt, Sighting


def facts(receipt: Receipt, arrival: Arrival) -> dict[str, Any]:
    """What the small file of a receipt says, by the arrival that made it."""
    head = (arrival.message_id, arrival.fingerprint) if arrival.message_id is not None else (None, None)
    return _facts(receipt, (arrival.mailbox, arrival.uid_validity, arrival.uid), head, arrival.attachments)


def facts_of(session: Session, receipt: Receipt) -> dict[str, Any]:
    """The same from the tables."""
    first = session.scalars(select(Sighting).where(Sighting.receipt_id == receipt.id, Sighting.first)).one()
    attachments = select(Attachment.sha256).where(Attachment.receipt_id == receipt.id).order_by(Attachment.ordinal)
    message = session.get(Message, receipt.id)
    head = (message.message_id, message.documents_sha256) if message else (None, None)
    return _facts(receipt, (first.mailbox, first.uid_validity, first.uid), head, session.scalars(attachments).all())


def number(store: Store, sha: str) -> tuple[int, int] | None:
    """Year and number that an original was given, as its small file says; None where there is none."""
    said = store.receipt(sha)
    return (int(said["year"]), int(said["number"])) if said else None


def moment(text: str | None) -> datetime | None:
    """A time of the small file."""
    return datetime.fromisoformat(text) if text else None


def _facts(
    receipt: Receipt,
    place: tuple[str | None, int | None, int | None],
    head: tuple[str | None, str | None],
    attachments: Sequence[str],
) -> dict[str, Any]:
    return {
        "year": receipt.year,
        "number": receipt.number,
        "source": receipt.source,
        "channel": receipt.channel,
        "file_name": receipt.file_name,
        "taken_at": receipt.taken_at.isoformat() if receipt.taken_at else None,
        "kept_at": receipt.kept_at.isoformat(),
        **dict(zip(("mailbox", "uid_validity", "uid"), place, strict=True)),
        **dict(zip(("message_id", "documents_sha256"), head, strict=True)),
        "attachments": list(attachments),
    }
