"""Puts the report of a day into the outbox: once, with its running number, also when it is cut off half way."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from report.daily import Office, daily_report
from report.mail_out import Letter, compose, message_id
from report.reports_due import REPORT, reports_due
from storage import outbox
from storage.engine import reading, writing
from storage.ledger import open_circulars
from storage.store import Store


def queue_report(engine: Engine, store: Store, office: Office, day: date, now: datetime) -> None:
    """See that the report of `day` (and any that was cut off before) stands in the outbox. Any number of callers make one.

    Raises ValueError if the office has no sender's address or no recipients: such a mail could never go out.
    """
    if not (office.mail_from and office.recipients):
        raise ValueError("a report needs a sender's address and recipients")
    key = day.isoformat()
    with writing(engine) as session:  # the number, and nothing slow beside it
        outbox.queue(session, REPORT, key, message_id(REPORT, key, office.mail_from), list(office.recipients), now, series=REPORT)
    with reading(engine) as session:
        unwritten = outbox.without_content(session, REPORT)
    for written_for, number in unwritten:
        _write(engine, store, office, written_for, number, now)


def queue_due_reports(engine: Engine, store: Store, office: Office, now: datetime, hour: time) -> None:
    """See that every report that is due by now stands in the outbox: today's from `hour` on, and those that were missed."""
    with reading(engine) as session:
        days = reports_due(session, now, hour)
    for day in days:
        queue_report(engine, store, office, day, now)


def preview(
    engine: Engine, office: Office, day: date, now: datetime, number: int | None = None, store: Store | None = None, *, lists: bool = False
) -> Letter:
    """The report as it would be now. Takes no number and sends nothing. store: to see that no file is gone; lists: of received."""
    with reading(engine) as session:
        _at_one_moment(session)
        return daily_report(session, open_circulars(session), day, now, office, number, store, lists)


def _write(engine: Engine, store: Store, office: Office, key: str, number: int | None, now: datetime) -> None:
    letter = preview(engine, office, date.fromisoformat(key), now, number, store, lists=True)
    content = compose(letter, message_id(REPORT, key, office.mail_from), office.mail_from, office.recipients, now)
    sha256 = store.put(content)
    with writing(engine) as session:
        outbox.set_content(session, REPORT, key, sha256)


def _at_one_moment(session: Session) -> None:
    """All queries of the report see the same state. SQLite's reading transactions do so by themselves."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
