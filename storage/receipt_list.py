"""All receipts as a list, and one of them with everything it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Engine, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from storage.engine import reading
from storage.reasons import Reason, reasons_of
from storage.states import DONE, IN_WORK, NOT_OURS, WAITING, account, may_wait, receipt_state
from storage.tables import Document, Form, Message, Page, Receipt, Run, User

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the list. state: in-work, waiting, done, not-ours."""

    receipt: Receipt
    message: Message | None
    state: str


@dataclass(frozen=True, slots=True)
class Whole:
    """A receipt with its documents, the pages that count (with their document), its forms, and why it needs a look."""

    receipt: Receipt
    message: Message | None
    state: str
    documents: Sequence[Document]
    pages: Sequence[Page]
    forms: Sequence[Form]
    reasons: Sequence[Reason]
    settled_by: str | None


def receipts(engine: Engine, state: str | None = None, search: str = "", page: int = 1) -> tuple[int, Sequence[Listed]]:
    """How many receipts there are in the state (None: in any), and one page of them, the newest first.

    search: an intake number (`12` or `12/2561`), or part of a sender's number, station or address, or of the file's name.
    """
    wanted = select(Receipt, Message, receipt_state().label("state")).outerjoin(Message, Message.receipt_id == Receipt.id)
    if search:
        wanted = wanted.where(_matches(search))
    if state:
        wanted = wanted.where(receipt_state() == state, *((may_wait(),) if state == WAITING else ()))
    with reading(engine) as session:
        count = _count(session, wanted, state, search)
        rows = session.execute(wanted.order_by(Receipt.id.desc()).limit(A_PAGE).offset((page - 1) * A_PAGE))
        return count, tuple(Listed(*row) for row in rows)


def _count(session: Session, wanted: Select[Receipt, Message, str], state: str | None, search: str) -> int:
    if search:
        return session.scalar(select(func.count()).select_from(wanted.with_only_columns(Receipt.id).subquery())) or 0
    counts = account(session)
    return {None: counts.receipts, IN_WORK: counts.in_work, WAITING: counts.waiting, DONE: counts.done, NOT_OURS: counts.not_ours}[state]


def whole_receipt(engine: Engine, receipt_id: int) -> Whole | None:
    """One receipt, ready to show; None where there is none."""
    found = select(Receipt, Message, receipt_state(), User.name).outerjoin(Message, Message.receipt_id == Receipt.id)
    found = found.outerjoin(User, User.id == Receipt.settled_by).where(Receipt.id == receipt_id)
    pages = select(Page).join(Run, Run.id == Page.run_id).where(Run.receipt_id == receipt_id)
    forms = select(Form).join(Page, Page.id == Form.page_id).where(Form.receipt_id == receipt_id)
    live = select(Form.page_id).where(Form.receipt_id == receipt_id, Form.state != "withdrawn")
    with reading(engine) as session:
        row = session.execute(found.options(selectinload(Receipt.documents))).one_or_none()
        if row is None:
            return None
        shown = session.scalars(pages.where(or_(Page.state != "superseded", Page.id.in_(live))).order_by(Page.number, Page.id)).all()
        live_forms = session.scalars(forms.where(Form.state != "withdrawn").options(joinedload(Form.agency)).order_by(Page.number)).all()
        reasons = tuple(reason for _, reason in reasons_of(session, [receipt_id]))
        return Whole(row[0], row[1], row[2], row[0].documents, shown, live_forms, reasons, row[3])


def _matches(search: str) -> ColumnElement[bool]:
    number, _, year = search.partition("/")
    if number.isdecimal() and len(number) < 7 and (not year or year.isdecimal()):
        return and_(Receipt.number == int(number), *([Receipt.year == int(year)] if year else []))
    columns = (Message.sender_number, Message.sender_station, Message.from_address, Receipt.file_name)
    return or_(*(column.icontains(search, autoescape=True) for column in columns))
