"""Days that the office itself has settled (special holidays, Saturdays worked): they win over the calendar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import events
from storage.tables import OfficeDay


def office_days(session: Session) -> dict[date, bool]:
    """Whether the office works on the days that it has settled."""
    return {row.day: row.working for row in session.execute(select(OfficeDay.day, OfficeDay.working))}


def listed(session: Session) -> Sequence[OfficeDay]:
    """The settled days, the latest first."""
    return session.scalars(select(OfficeDay).order_by(OfficeDay.day.desc())).all()


def settle_day(session: Session, day: date, working: bool | None, note: str, user_id: int | None, now: datetime) -> None:
    """Say of a day whether the office works; None leaves it to the calendar again."""
    row = session.get(OfficeDay, day)
    events.write(session, "office-day", now, user_id=user_id, day=day.isoformat(), working=None if working is None else int(working))
    if working is None:
        if row:
            session.delete(row)
        return
    row = row or OfficeDay(day=day)
    row.working, row.note, row.user_id, row.at = working, note, user_id, now
    session.add(row)
