"""What is to be sent: one row a mail, unique for (kind, key), and the steps from queued over sending to sent.

A row is held by one sender at a time (`hold`, a conditional update) until its time is over. While it is connected, the row
stays queued: killed there, nothing was sent, and it is simply tried again. `handing_over` marks it as sending just before
the mail's bytes go out: whoever is killed after that leaves a doubt whether the server took it. In doubt one more copy goes
out of the kinds `RESENT_IN_DOUBT`, none of others; in further doubt the row is given up as failed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Update, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.numbers import next_number
from storage.tables import Outbox

QUEUED, SENDING, SENT, FAILED = "queued", "sending", "sent", "failed"
HOLD = timedelta(minutes=15)
RESENT_IN_DOUBT = frozenset({"report"})
NO_CONTENT = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A mail that this sender holds, until another may take it over. attempt: which try this is, from 1."""

    id: int
    kind: str
    key: str
    message_id: str
    recipients: tuple[str, ...]
    content_sha256: str
    attempt: int


def queue(
    session: Session, kind: str, key: str, message_id: str, recipients: list[str], now: datetime, series: str | None = None
) -> Outbox:
    """The row for (kind, key), made if it is not there, with the next number of `series`. Its content comes by `set_content`."""
    found = session.scalar(select(Outbox).where(Outbox.kind == kind, Outbox.key == key))
    if found:
        return found
    values = {"kind": kind, "key": key, "message_id": message_id, "recipients": recipients, "made_at": now}
    blank = {"content_sha256": NO_CONTENT, "state": QUEUED, "attempts": 0, "doubts": 0}
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    made = session.scalar(insert(Outbox).values(**values, **blank).on_conflict_do_nothing().returning(Outbox.id))
    row = session.scalars(select(Outbox).where(Outbox.kind == kind, Outbox.key == key)).one()
    if made and series:
        row.number = next_number(session, series, now)[1]
    return row


def without_content(session: Session, kind: str) -> list[tuple[str, int | None]]:
    """Keys and numbers of mails that have no content yet, the oldest first."""
    rows = select(Outbox.key, Outbox.number).where(Outbox.kind == kind, Outbox.content_sha256 == NO_CONTENT, Outbox.state == QUEUED)
    return [(key, number) for key, number in session.execute(rows.order_by(Outbox.id))]


def set_content(session: Session, kind: str, key: str, sha256: str) -> None:
    """Give a mail its bytes in the store; whoever comes second changes nothing."""
    row = update(Outbox).where(Outbox.kind == kind, Outbox.key == key, Outbox.content_sha256 == NO_CONTENT)
    session.execute(row.values(content_sha256=sha256))


def due(session: Session, now: datetime) -> list[int]:
    """Ids of what may be tried now, the oldest first."""
    return list(session.scalars(select(Outbox.id).where(*_due(now)).order_by(Outbox.id)))


def hold(session: Session, row_id: int, now: datetime) -> Held | None:
    """Take a mail for sending; None if another has it, it is sent, or (now) given up."""
    row = session.get(Outbox, row_id, populate_existing=True)
    if row is None or row.state not in (QUEUED, SENDING):
        return None
    doubts = row.doubts + (row.state == SENDING)
    mine = update(Outbox).where(Outbox.id == row_id, Outbox.attempts == row.attempts, *_due(now))
    if doubts > (row.kind in RESENT_IN_DOUBT):
        session.execute(mine.values(state=FAILED, doubts=doubts, last_error="in-doubt"))
        return None
    attempt = row.attempts + 1
    if not _changed(session, mine.values(state=QUEUED, doubts=doubts, attempts=attempt, next_at=now + HOLD)):
        return None
    return Held(row.id, row.kind, row.key, row.message_id, tuple(row.recipients), row.content_sha256, attempt)


def handing_over(session: Session, held: Held) -> bool:
    """The bytes go out next. False: another has taken the mail over, so do not."""
    return _changed(session, _held(held).where(Outbox.state == QUEUED).values(state=SENDING))


def sent(session: Session, held: Held, now: datetime, error: str | None = None) -> None:
    """The server took it. error: what went wrong all the same (a recipient whom it does not know)."""
    session.execute(_held(held).values(state=SENT, sent_at=now, next_at=None, last_error=error))


def not_sent(session: Session, held: Held, error: str, next_at: datetime) -> None:
    """The server certainly did not take it: try again at `next_at`."""
    session.execute(_held(held).values(state=QUEUED, last_error=error, next_at=next_at))


def refused(session: Session, held: Held, error: str) -> None:
    """The server refused it for good."""
    session.execute(_held(held).values(state=FAILED, last_error=error, next_at=None))


def in_doubt(session: Session, held: Held, error: str, next_at: datetime) -> None:
    """The server may have taken it: it stays as sending; the next `hold` counts the doubt."""
    session.execute(_held(held).values(last_error=error, next_at=next_at))


def _due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    free = or_(Outbox.next_at.is_(None), Outbox.next_at <= now)
    return Outbox.state.in_((QUEUED, SENDING)), Outbox.content_sha256 != NO_CONTENT, free


def _held(held: Held) -> Update:
    return update(Outbox).where(Outbox.id == held.id, Outbox.attempts == held.attempt)


def _changed(session: Session, statement: Update) -> bool:
    returned = session.scalar(statement.returning(Outbox.id).execution_options(synchronize_session=False))
    return returned is not None
