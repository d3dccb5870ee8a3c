"""What a daily report is made of, asked of the database in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from report.reports_due import REPORT, without_report
from storage import belonging, troubles
from storage.contact_lines import promised
from storage.day_figures import DayFigures, Standing, day_figures, standing
from storage.ledger import Ledger, ledger
from storage.missing import Missing, Number, missing, short_of_pages
from storage.office_days import office_days
from storage.outbox import FAILED, SENT
from storage.person.retention import erased_on
from storage.positions import passed_over
from storage.states import Account, account
from storage.store import Store
from storage.tables import Outbox, SecondPaper
from storage.thai_text import day_bounds
from storage.troubles import Notice
from storage.working_days import OfficeDays


@dataclass(frozen=True, slots=True)
class Previous:
    """The report before this one, where something went wrong with it. fault: not-sent, in-doubt, or an error of `report.smtp`."""

    number: int | None
    key: str
    fault: str


@dataclass(frozen=True, slots=True)
class Promise:
    """An agency that promised its answer for a day that has come, and has not answered."""

    agency: str
    promised_for: date


@dataclass(frozen=True, slots=True)
class Open:
    """What a person has to decide, beside what the queue holds.

    unassigned: forms that fit several circulars; undecided: second papers with another name; short: receipts with pages missing.
    """

    unassigned: int
    undecided: int
    short: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the report of one day says, as it stands at one moment. skipped: working days before it without any report.

    passed_over: messages of the mailboxes that their rules did not take, since taking began.
    """

    day: date
    at: datetime
    days: OfficeDays
    ledgers: tuple[Ledger, ...]
    promises: tuple[Promise, ...]
    figures: DayFigures
    standing: Standing
    open: Open
    account: Account
    missing: Missing
    previous: Previous | None
    skipped: tuple[date, ...]
    troubles: tuple[Notice, ...] = ()
    erased: Mapping[str, int] = field(default_factory=dict)
    passed_over: int = 0


def gather(session: Session, circulars: Sequence[int], day: date, at: datetime, store: Store | None = None) -> Facts:
    """The facts for the report of `day` on these circulars, in this order. store: to see that no file is gone."""
    ledgers, days = tuple(ledger(session, circular) for circular in circulars), office_days(session)
    return Facts(
        day=day,
        at=at,
        days=days,
        ledgers=ledgers,
        promises=tuple(_promises(session, ledgers, day)),
        figures=day_figures(session, day),
        standing=standing(session),
        open=_open(session),
        account=account(session),
        missing=missing(session, store),
        previous=_previous(session, day),
        skipped=tuple(without_report(session, day, days)),
        troubles=tuple(troubles.of_day(session, day)),
        erased=erased_on(session, *day_bounds(day)),
        passed_over=passed_over(session),
    )


def _promises(session: Session, ledgers: Sequence[Ledger], day: date) -> Iterator[Promise]:
    for each in ledgers:
        days = promised(session, each.circular_id)
        kept = [(days[line.agency_id], line.name) for line in each.unanswered() if line.agency_id in days]
        yield from (Promise(name, promise) for promise, name in sorted(kept) if promise <= day)


def _open(session: Session) -> Open:
    undecided = select(func.count()).select_from(SecondPaper).where(SecondPaper.decided.is_(None))
    return Open(len(belonging.unassigned(session)), session.scalar(undecided) or 0, tuple(short_of_pages(session)))


def _previous(session: Session, day: date) -> Previous | None:
    rows = select(Outbox).where(Outbox.kind == REPORT, Outbox.key < day.isoformat()).order_by(Outbox.key.desc()).limit(1)
    row = session.scalar(rows)
    fault = row and _fault(row)
    return Previous(row.number, row.key, fault) if row and fault else None


def _fault(row: Outbox) -> str | None:
    if row.state == FAILED or row.state != SENT:
        return "in-doubt" if row.last_error == "in-doubt" else "not-sent"
    if row.doubts:
        return "in-doubt"
    return row.last_error
