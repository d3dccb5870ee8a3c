"""On which days a report is due: each working day at its hour; one that was missed (over midnight, over a failure) is made later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.office_days import office_days
from storage.tables import Outbox
from storage.thai_text import bangkok
from storage.working_days import OfficeDays, is_working_day

REPORT = "report"
MOST_LATE = 5  # working days that are made up for; of a longer pause the next report says how long it was


def reports_due(session: Session, now: datetime, hour: time) -> Sequence[date]:
    """The days whose report is due now and was not made, the oldest first. An office's first report is that of today."""
    local, days = bangkok(now), office_days(session)
    last = _last(session)
    today = local.date()
    first = today if last is None else last + timedelta(days=1)
    wanted = [day for day in _days(first, today) if is_working_day(day, days) and (day < today or local.time() >= hour)]
    return wanted[-MOST_LATE:]


def without_report(session: Session, day: date, days: OfficeDays) -> Sequence[date]:
    """Working days since the report before that of `day` on which none was made."""
    before = session.scalar(
        select(Outbox.key).where(Outbox.kind == REPORT, Outbox.key < day.isoformat()).order_by(Outbox.key.desc()).limit(1)
    )
    if before is None:
        return ()
    return [one for one in _days(date.fromisoformat(before) + timedelta(days=1), day - timedelta(days=1)) if is_working_day(one, days)]


def _last(session: Session) -> date | None:
    key = session.scalar(select(Outbox.key).where(Outbox.kind == REPORT).order_by(Outbox.key.desc()).limit(1))
    return date.fromisoformat(key) if key else None


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
