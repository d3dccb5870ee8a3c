"""A receipt's state, which follows from its parts, as one SQL expression; and the account, which must always come out even."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select, union
from sqlalchemy.orm import Session, aliased

from storage.tables import Document, Form, Page, Problem, Receipt, Run, Sighting

IN_WORK, WAITING, DONE, NOT_OURS = "in-work", "waiting", "done", "not-ours"
STATES = (IN_WORK, WAITING, DONE, NOT_OURS)


@dataclass(frozen=True, slots=True)
class Account:
    """messages_seen = receipts + further_sightings; receipts = in_work + waiting + done + not_ours."""

    messages_seen: int
    receipts: int
    further_sightings: int
    in_work: int
    waiting: int
    done: int
    not_ours: int


@cache
def receipt_state() -> ColumnElement[str]:
    """The state of the `Receipt` of the query that it stands in: `select(Receipt, receipt_state())`.

    not-ours: a bounce or the like, or a person said so; in-work: a run is open; waiting: a form waits, or, unless a person
    settled the receipt, something that no form carries (`_needs_a_look`); else done.
    """
    in_work = Receipt.id.in_(_with_open_run())
    form = Receipt.id.in_(select(Form.receipt_id).where(Form.state == "waiting").correlate(None))
    waiting = or_(form, and_(Receipt.settled_at.is_(None), _needs_a_look()))
    return case((Receipt.not_ours.is_not(None), NOT_OURS), (in_work, IN_WORK), (waiting, WAITING), else_=DONE)


@cache
def may_wait() -> ColumnElement[bool]:
    """The few receipts among which all that wait are found: beside `receipt_state() == WAITING` it spares asking of each."""
    form = select(Form.receipt_id).where(Form.state == "waiting")
    return Receipt.id.in_(union(form, *_needing_a_look()))


def account(session: Session) -> Account:
    """The account at this moment: one statement, so one moment also where others write meanwhile.

    Only what is in work, waits or is not ours is looked at, and these are few; the rest is done.
    """
    seen, receipts, again, working, waits, others = session.execute(_counts()).one()
    return Account(seen, receipts, again, working, waits, receipts - working - waits - others, others)


@cache
def _counts() -> Select[Any]:
    of, sightings = select(func.count(Receipt.id)), select(func.count(Sighting.id))
    in_work = of.where(Receipt.id.in_(_with_open_run()), Receipt.not_ours.is_(None))
    waiting = of.where(may_wait(), receipt_state() == WAITING)
    counts = (sightings, of, sightings.where(Sighting.first == false()), in_work, waiting, of.where(Receipt.not_ours.is_not(None)))
    return select(*(count.scalar_subquery() for count in counts))


def _with_open_run() -> Select[int]:
    return select(Run.receipt_id).where(Run.closed_at.is_(None)).correlate(None)


def _needs_a_look() -> ColumnElement[bool]:
    """A document that could not be opened, a page that ought to hold a form, or what the last run could not do.

    Asked as sets that the database makes once: few receipts are in them, however many there are.
    """
    return or_(*(Receipt.id.in_(part.correlate(None)) for part in _needing_a_look()))


def _needing_a_look() -> tuple[Select[int], ...]:
    document = select(Document.receipt_id).where(Document.state.in_(("unreadable", "parked")))
    page = select(Run.receipt_id).join(Page, Page.run_id == Run.id).where(Page.state == "waiting")
    later = aliased(Run)
    newer = select(later.id).where(later.receipt_id == Run.receipt_id, later.ordinal > Run.ordinal).correlate(Run).exists()
    failed = select(Run.receipt_id).where(Run.error_code.is_not(None), ~newer)
    problem = select(Run.receipt_id).where(Run.id.in_(select(Problem.run_id).correlate(None)), ~newer)
    return document, page, failed, problem
