"""What waits for a person: receipts in state `waiting`, each with its parts that wait and why, in the order that is wanted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from storage.engine import reading
from storage.leases import Holder, in_hand
from storage.queue_order import Wanted, in_order, narrowed, of_form
from storage.reasons import Reason, reasons_of
from storage.states import WAITING, Account, account, may_wait, receipt_state
from storage.tables import Agency, Circular, Field, Form, Message, Page, Receipt

__all__ = ["Entry", "Queue", "Reason", "WaitingForm", "Wanted", "queue"]
A_PAGE = 50
Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class WaitingForm:
    """A form that waits. page: its number in the receipt; doubtful: how many of its fields wait; agency: if known."""

    form_id: int
    page: int
    agency: str | None
    due_on: date | None
    doubtful: int


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
    holder: Holder | None

    @property
    def due_on(self) -> date | None:
        """The first day on which one of its forms is due."""
        return min((form.due_on for form in self.forms if form.due_on), default=None)


@dataclass(frozen=True, slots=True)
class Queue:
    """The account, and one page of what is wanted: count of all of it, entries of this page."""

    account: Account
    count: int
    entries: tuple[Entry, ...]


def queue(engine: Engine, wanted: Wanted | None = None, now: datetime | None = None, a_page: int = A_PAGE) -> Queue:
    """The account and one page of the queue, of one moment on SQLite; each waiting receipt is one entry. now: for who has what in hand."""
    wanted = wanted or Wanted()
    columns: list[Any] = [Receipt.id.label("receipt_id"), Receipt.year, Receipt.number, Receipt.taken_at, Receipt.kept_at]
    columns += [Receipt.channel, Receipt.file_name, Message.sender_number, Message.sender_station, Message.from_address]
    waiting = select(*columns).outerjoin(Message, Message.receipt_id == Receipt.id).where(may_wait(), receipt_state() == WAITING)
    with reading(engine) as session:
        found = narrowed(waiting, wanted)
        order = in_order(session, found, wanted)
        first = (wanted.page - 1) * a_page
        place = {receipt_id: n for n, receipt_id in enumerate(order[first : first + a_page])}
        of_page = select(*columns).outerjoin(Message, Message.receipt_id == Receipt.id).where(Receipt.id.in_(place))
        rows = sorted(session.execute(of_page).mappings(), key=lambda row: place[row["receipt_id"]])
        ids = [row["receipt_id"] for row in rows]
        forms, reasons = _by_receipt(_forms(session, ids)), _by_receipt(reasons_of(session, ids))
        holders = in_hand(session, now) if now else {}
        parts: Any = ({"forms": tuple(forms[n]), "reasons": tuple(reasons[n]), "holder": holders.get(n)} for n in ids)
        entries = tuple(Entry(**row, **part) for row, part in zip(rows, parts, strict=True))
        return Queue(account(session), len(order), entries)


def _forms(session: Session, receipts: Sequence[int]) -> Iterator[tuple[int, WaitingForm]]:
    doubtful = select(func.count()).where(Field.form_id == Form.id, of_form("waiting")).scalar_subquery()
    found = select(Form.receipt_id, Form.id, Page.number, Agency.name, Circular.due_on, doubtful).join(Page, Page.id == Form.page_id)
    found = found.outerjoin(Agency, Agency.id == Form.agency_id).outerjoin(Circular, Circular.id == Form.circular_id)
    found = found.where(Form.state == "waiting", Form.receipt_id.in_(receipts))
    for receipt_id, *row in session.execute(found.order_by(Page.number, Form.id)):
        yield receipt_id, WaitingForm(*row)


def _by_receipt(parts: Iterable[tuple[int, Part]]) -> dict[int, list[Part]]:
    sorted_out: dict[int, list[Part]] = defaultdict(list)
    for receipt_id, part in parts:
        sorted_out[receipt_id].append(part)
    return sorted_out
