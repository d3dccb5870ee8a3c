"""Why a receipt needs a look where no form waits, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from storage.tables import Document, Page, Problem, Receipt, Run


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a part without a form waits, in Thai. page or document: which one, if any."""

    reason: str
    code: str
    page: int | None = None
    document: str | None = None


def reasons_of(session: Session, receipts: Sequence[int]) -> Iterator[tuple[int, Reason]]:
    """Per receipt, why it needs a look where no form waits: its last run, files that cannot be opened, pages without a form."""
    if receipts:
        yield from chain(_runs(session, receipts), _problems(session, receipts), _documents(session, receipts), _pages(session, receipts))


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
