"""Paper without the wanted form that came from an agency's own number or address, as the ledger counts it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, aliased

from rules.completeness import INCOMPLETE
from storage.states import IN_WORK, WAITING, receipt_state
from storage.tables import AgencyContact, Circular, Form, Message, Page, Problem, Receipt, Run
from storage.thai_text import day_bounds

PRECEDENCE = ("received", "incomplete", "wrong-form")


@dataclass(frozen=True, slots=True)
class _Paper:
    receipt_id: int
    agency_id: int
    pages_claimed: int | None
    receipt_state: str
    noted: bool


@dataclass(frozen=True, slots=True)
class _Pages:
    """The pages of a receipt's last run: how many, and how many hold another form."""

    count: int = 0
    other_form: int = 0


def paper_states(session: Session, circular: Circular) -> dict[int, str]:
    """By agency id: incomplete (pages missing), wrong-form, or received (being read, or a person is to look). Others are not in it.

    A number or address that several agencies share says nothing. Letters that hold no form and wait for nobody do not count.
    """
    papers = list(_papers(session, circular))
    pages = _pages(session, {paper.receipt_id for paper in papers})
    found: dict[int, str] = {}
    for paper in papers:
        state = _state(paper, pages.get(paper.receipt_id, _Pages()))
        if state:
            found[paper.agency_id] = min(state, found.get(paper.agency_id, state), key=PRECEDENCE.index)
    return found


def _state(paper: _Paper, pages: _Pages) -> str | None:
    if paper.noted or (pages.count and (paper.pages_claimed or 0) > pages.count):
        return "incomplete"
    if pages.other_form:
        return "wrong-form"
    return "received" if paper.receipt_state in (IN_WORK, WAITING) else None


def _papers(session: Session, circular: Circular) -> Iterator[_Paper]:
    shared = select(AgencyContact.value).group_by(AgencyContact.value).having(func.count(AgencyContact.agency_id.distinct()) > 1)
    sender = AgencyContact.value.in_((Message.sender_number, Message.sender_station, Message.from_address))
    moment = func.coalesce(Receipt.taken_at, Receipt.kept_at)
    no_form = ~select(Form.id).where(Form.receipt_id == Receipt.id, Form.state != "withdrawn").exists()
    rows = (
        select(Receipt.id, AgencyContact.agency_id, Message.pages_claimed, receipt_state(), _noted())
        .join(Message, Message.receipt_id == Receipt.id)
        .join(AgencyContact, and_(sender, AgencyContact.value.not_in(shared)))
        .where(Receipt.not_ours.is_(None), no_form, moment >= _since(circular))
    )
    if circular.closed_at:
        rows = rows.where(moment < circular.closed_at)
    for found in session.execute(rows):
        yield _Paper(*found)


def _noted() -> ColumnElement[bool]:
    """The last run found that pages of the receipt are missing or cut off."""
    later = aliased(Run)
    newer = select(later.id).where(later.receipt_id == Run.receipt_id, later.ordinal > Run.ordinal).correlate(Run).exists()
    found = select(Problem.id).join(Run, Run.id == Problem.run_id).where(Problem.code.in_(INCOMPLETE), ~newer)
    return found.where(Run.receipt_id == Receipt.id).correlate(Receipt).exists()


def _since(circular: Circular) -> datetime:
    return day_bounds(circular.dated)[0] if circular.dated else circular.made_at


def _pages(session: Session, receipts: Collection[int]) -> dict[int, _Pages]:
    runs = select(Run.receipt_id, func.max(Run.ordinal).label("ordinal")).where(Run.receipt_id.in_(receipts))
    last = runs.group_by(Run.receipt_id).subquery()
    rows = (
        select(Run.receipt_id, func.count(), func.count().filter(Page.kind == "form"))
        .join(last, and_(Run.receipt_id == last.c.receipt_id, Run.ordinal == last.c.ordinal))
        .join(Page, Page.run_id == Run.id)
        .group_by(Run.receipt_id)
    )
    return {receipt: _Pages(*counts) for receipt, *counts in session.execute(rows)}
