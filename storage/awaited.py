"""The test fax for which the IT officer waits: the first receipt after a moment, once it was read."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.tables import Message, Page, Receipt, Run


@dataclass(frozen=True, slots=True)
class Came:
    """How it came. gateway, sender: as the mail's head says, None where it does not; pages: that were read."""

    year: int
    number: int
    gateway: str | None
    sender: str | None
    pages: int


def newest(session: Session) -> int:
    """The id of the newest receipt."""
    return session.scalar(select(func.max(Receipt.id))) or 0


def after(session: Session, last: int) -> Came | None:
    """The first receipt beyond that one that was read to its end."""
    rows = select(Receipt, Message, Run).join(Run, Run.receipt_id == Receipt.id).outerjoin(Message, Message.receipt_id == Receipt.id)
    row = session.execute(rows.where(Receipt.id > last, Run.closed_at.is_not(None)).order_by(Receipt.id).limit(1)).one_or_none()
    if row is None:
        return None
    receipt, message, run = row
    pages = session.scalar(select(func.count(Page.id)).where(Page.run_id == run.id)) or 0
    return Came(receipt.year, receipt.number, message.gateway if message else None, message.sender_number if message else None, pages)
