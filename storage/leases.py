"""Who has which receipt in hand: taken at the first edit, kept alive while one types, free by itself five minutes later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Engine, delete, select
from sqlalchemy.orm import Session

from storage.engine import one_at_a_time, reading, writing
from storage.tables import Lease, User

HELD_FOR = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a receipt in hand, and until when if nothing more is typed."""

    user_id: int
    name: str
    until: datetime


def take(engine: Engine, receipt_id: int, user_id: int, now: datetime, *, over: bool = False) -> Holder | None:
    """Take the receipt in hand, or keep it; gives who else has it, and then changes nothing. over: take it away from that one."""
    with writing(engine) as session:
        one_at_a_time(session, "leases")
        other = None if over else held_by_other(session, receipt_id, user_id, now)
        if other is None:
            session.merge(Lease(receipt_id=receipt_id, user_id=user_id, until=now + HELD_FOR))
        return other


def held_by_other(session: Session, receipt_id: int, user_id: int, now: datetime) -> Holder | None:
    """Who else has the receipt in hand now."""
    holder = _live(session, now, Lease.receipt_id == receipt_id).get(receipt_id)
    return holder if holder and holder.user_id != user_id else None


def free(session: Session, receipt_id: int, user_id: int) -> None:
    """The person is done with the receipt."""
    session.execute(delete(Lease).where(Lease.receipt_id == receipt_id, Lease.user_id == user_id))


def holder_of(engine: Engine, receipt_id: int, user_id: int, now: datetime) -> Holder | None:
    """As `held_by_other`, in a transaction of its own."""
    with reading(engine) as session:
        return held_by_other(session, receipt_id, user_id, now)


def in_hand(session: Session, now: datetime) -> Mapping[int, Holder]:
    """All receipts that somebody has in hand now, by receipt."""
    return _live(session, now)


def _live(session: Session, now: datetime, *where: ColumnElement[bool]) -> dict[int, Holder]:
    rows = select(Lease.receipt_id, User.id, User.name, Lease.until).join(User, User.id == Lease.user_id).where(Lease.until > now, *where)
    return {receipt_id: Holder(user_id, name, until) for receipt_id, user_id, name, until in session.execute(rows)}
