"""Signs that something stands still though nothing is said to be wrong; and the figures by which the program is watched."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from storage.outbox import FAILED, QUEUED, SENDING
from storage.states import IN_WORK, STATES, WAITING, account, receipt_state
from storage.tables import Form, Outbox, Receipt, Run
from storage.thai_text import bangkok, day_bounds

STILL, UNSENT = timedelta(minutes=30), timedelta(minutes=30)
# A line that brought a fax on most of the last office days brings one today by this hour, or somebody looks at the line.
DAYS, MOST, BY = 10, 8, timedelta(hours=14)


def queue_still_since(session: Session, now: datetime) -> datetime | None:
    """Since when runs wait and none is read; None while reading goes on."""
    oldest = session.scalar(select(func.min(Run.opened_at)).where(Run.closed_at.is_(None)))
    if oldest is None:
        return None
    since = max(oldest, session.scalar(select(func.max(Run.closed_at))) or oldest)
    return since if now - since > STILL else None


def report_unsent_since(session: Session, now: datetime) -> datetime | None:
    """Since when a report of the last days has not left."""
    stuck = Outbox.state.in_((QUEUED, SENDING)) & (Outbox.made_at < now - UNSENT)
    recent = (Outbox.kind == "report", Outbox.made_at > now - timedelta(days=3))
    return session.scalar(select(func.min(Outbox.made_at)).where(*recent, or_(stuck, Outbox.state == FAILED)))


def silent_since(session: Session, now: datetime, works: Callable[[date], bool]) -> datetime | None:
    """The start of this office day, if no fax came in it though some come on most days."""
    today = bangkok(now).date()
    start, _ = day_bounds(today)
    if not works(today) or now < start + BY or _faxes(session, today):
        return None
    before, day = list[date](), today
    while len(before) < DAYS and (today - day).days < 40:
        day -= timedelta(days=1)
        if works(day):
            before.append(day)
    return start if sum(_faxes(session, day) for day in before) >= MOST else None


def _faxes(session: Session, day: date) -> bool:
    start, end = day_bounds(day)
    faxes = select(Receipt.id).where(Receipt.channel == "fax", Receipt.kept_at >= start, Receipt.kept_at < end)
    return session.scalar(faxes.limit(1)) is not None


def receipts_by_state(session: Session) -> dict[str, int]:
    """How many receipts are in each state."""
    now = account(session)
    return dict(zip(STATES, (now.in_work, now.waiting, now.done, now.not_ours), strict=True))


def oldest(session: Session, state: str) -> datetime | None:
    """When the oldest receipt in a state came in."""
    return session.scalar(select(func.min(Receipt.kept_at)).where(receipt_state() == state))


def touchless(session: Session, day: date) -> tuple[int, int]:
    """Of the forms of a day: how many were accepted whole by the machine, of how many."""
    start, end = day_bounds(day)
    of_day = (Form.made_at >= start, Form.made_at < end, Form.state != "withdrawn")
    all_forms = session.scalar(select(func.count(Form.id)).where(*of_day)) or 0
    sure = session.scalar(select(func.count(Form.id)).where(*of_day, Form.sure_fields == Form.all_fields)) or 0
    return sure, all_forms


WATCHED = (IN_WORK, WAITING)
