"""What waits for a person: receipts in state `waiting`, the oldest first, each with its parts that wait and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import TypeVar

from sqlalchemy import Engine, Select, func, select
from sqlalchemy.orm import Session

from storage.engine import reading
from storage.states import WAITING, Account, account, receipt_state
from storage.tables import Agency, Document, Field, Form, Message, Page, Problem, Receipt, Run

MOST = 100
Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class WaitingForm:
    """A form that waits. page: its number in the receipt; doubtful: how many of its fields wait; agency: if known."""

    form_id: int
    page: int
    agency: str | None
    doubtful: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a part without a form waits, in Thai. page or document: which one, if any."""

    reason: str
    code: str
    page: int | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A receipt that waits, and for what. Who sent it: as its mail's head says; file_name: of what was handed in."""

    receipt_id: int
    year: int
    number: int
    taken_at: datetime | None
    kept_at: datetime
    channel: str
    file_name: str
    sender_number: str | None
    sender_station: str | None
    from_address: str | None
    forms: tuple[WaitingForm, ...]
    reasons: tuple[Reason, ...]


def queue(engine: Engine, most: int = MOST) -> tuple[Account, tuple[Entry, ...]]:
    """The account and the first entries of the queue, of one moment on SQLite; each waiting receipt is one entry."""
    columns = (Receipt.id.label("receipt_id"), Receipt.year, Receipt.number, Receipt.taken_at, Receipt.kept_at)
    paper = (Receipt.channel, Receipt.file_name)
    sender = (Message.sender_number, Message.sender_station, Message.from_address)
    waiting = select(*columns, *paper, *sender).outerjoin(Message, Message.receipt_id == Receipt.id).where(receipt_state() == WAITING)
    with reading(engine) as session:
        rows = session.execute(waiting.order_by(Receipt.id).limit(most)).mappings().all()
        ids = [row["receipt_id"] for row in rows]
        forms = _by_receipt(_forms(session, ids))
        reasons = _by_receipt(reasons_of(session, ids))
        found = zip(rows, ids, strict=True)
        return account(session), tuple(Entry(**row, forms=tuple(forms[n]), reasons=tuple(reasons[n])) for row, n in found)


def reasons_of(session: Session, receipts: Sequence[int]) -> Iterator[tuple[int, Reason]]:
    """Per receipt, why it needs a look where no form waits: its last run, files that cannot be opened, pages without a form."""
    if receipts:
        yield from chain(_runs(session, receipts), _problems(session, receipts), _documents(session, receipts), _pages(session, receipts))


def _forms(session: Session, receipts: Sequence[int]) -> Iterator[tuple[int, WaitingForm]]:
    doubtful = select(func.count()).where(Field.form_id == Form.id, Field.state == "waiting").scalar_subquery()
    found = select(Form.receipt_id, Form.id, Page.number, Agency.name, doubtful).join(Page, Page.id == Form.page_id)
    found = found.outerjoin(Agency, Agency.id == Form.agency_id).where(Form.state == "waiting", Form.receipt_id.in_(receipts))
    for receipt_id, *row in session.execute(found.order_by(Page.number, Form.id)):
        yield receipt_id, WaitingForm(*row)


def _runs(session: Session, receipts: Sequence[int]) -> Iterator[tuple[int, Reason]]:
    for run in session.scalars(_last_runs(receipts).where(Run.error_code.is_not(None))):
        yield run.receipt_id, Reason(run.error_reason or "", run.error_code or "")


def _problems(session: Session, receipts: Sequence[int]) -> Iterator[tuple[int, Reason]]:
    last = _last_runs(receipts).with_only_columns(Run.id)
    found = select(Run.receipt_id, Problem).join(Run, Run.id == Problem.run_id).where(Run.id.in_(last)).order_by(Problem.id)
    for receipt_id, problem in session.execute(found):
        yield receipt_id, Reason(problem.reason, problem.code, document=problem.document)


def _documents(session: Session, receipts: Sequence[int]) -> Iterator[tuple[int, Reason]]:
    found = select(Document).where(Document.receipt_id.in_(receipts), Document.state.in_(("unreadable", "parked")))
    for document in session.scalars(found.order_by(Document.ordinal)):
        yield document.receipt_id, Reason(document.reason or "", document.reason_code or "", document=document.name)


def _pages(session: Session, receipts: Sequence[int]) -> Iterator[tuple[int, Reason]]:
    found = select(Run.receipt_id, Page).join(Run, Run.id == Page.run_id).where(Run.receipt_id.in_(receipts), Page.state == "waiting")
    for receipt_id, page in session.execute(found.order_by(Page.number)):
        yield receipt_id, Reason(page.reason or "", page.reason_code or "", page=page.number)


def _last_runs(receipts: Sequence[int]) -> Select[Run]:
    last = select(func.max(Run.ordinal)).where(Run.receipt_id == Receipt.id).correlate(Receipt).scalar_subquery()
    return select(Run).join(Receipt, Receipt.id == Run.receipt_id).where(Receipt.id.in_(receipts), Run.ordinal == last)


def _by_receipt(parts: Iterable[tuple[int, Part]]) -> dict[int, list[Part]]:
    sorted_out: dict[int, list[Part]] = defaultdict(list)
    for receipt_id, part in parts:
        sorted_out[receipt_id].append(part)
    return sorted_out
