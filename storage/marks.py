"""What a person says of an addressee by hand: answered without paper, excused, or neither any more. Every word of it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage import events
from storage.tables import Addressee, AddresseeMark, User

ANSWERED, EXCUSED, CLEARED = "answered", "excused", "cleared"
KINDS = (ANSWERED, EXCUSED, CLEARED)


class MarkRefused(ValueError):
    """The mark lacks its reason, or the circular does not ask this agency; the message says what to do, in Thai."""

    code = "mark-refused"


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark in force. by: the name of who set it; empty for what came with the circular's file."""

    kind: str
    reason: str
    at: datetime
    answered_at: datetime | None
    by: str


def mark(
    session: Session,
    circular_id: int,
    agency_id: int,
    kind: str,
    reason: str,
    user_id: int | None,
    now: datetime,
    answered_at: datetime | None = None,
) -> None:
    """Mark an addressee of a circular. answered_at: when it answered, if that is known. Raises MarkRefused."""
    if kind not in KINDS or (kind != CLEARED and not reason.strip()):
        raise MarkRefused("กรุณาระบุเหตุผล")
    addressee = session.scalar(select(Addressee.id).where(Addressee.circular_id == circular_id, Addressee.agency_id == agency_id))
    if addressee is None:
        raise MarkRefused("หนังสือเวียนนี้ไม่ได้ถามหน่วยงานนี้")
    row = AddresseeMark(addressee_id=addressee, kind=kind, reason=reason.strip(), answered_at=answered_at, user_id=user_id, at=now)
    session.add(row)
    session.flush()
    events.write(session, "addressee-marked", now, user_id=user_id, circular=circular_id, agency=agency_id, mark=kind)


def marks_in_force(session: Session, circular_id: int) -> dict[int, Mark]:
    """By agency id, the last mark of each addressee of a circular; those cleared are not in it."""
    of_circular = select(func.max(AddresseeMark.id)).join(Addressee, Addressee.id == AddresseeMark.addressee_id)
    last = of_circular.where(Addressee.circular_id == circular_id).group_by(AddresseeMark.addressee_id)
    return {agency: found for agency, found in _marks(session, AddresseeMark.id.in_(last)) if found.kind != CLEARED}


def history(session: Session, circular_id: int, agency_id: int) -> Sequence[Mark]:
    """All that was said of an addressee by hand, the newest first."""
    rows = _marks(session, (Addressee.circular_id == circular_id) & (Addressee.agency_id == agency_id))
    return [found for _, found in reversed(rows)]


def _marks(session: Session, where: object) -> list[tuple[int, Mark]]:
    columns = select(Addressee.agency_id, AddresseeMark, User.name).join(Addressee, Addressee.id == AddresseeMark.addressee_id)
    rows = columns.outerjoin(User, User.id == AddresseeMark.user_id).where(where).order_by(AddresseeMark.id)  # type: ignore[arg-type]
    return [(agency, Mark(row.kind, row.reason, row.at, row.answered_at, name or "")) for agency, row, name in session.execute(rows)]
