"""In which order the queue is wanted, and what of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from rules.text import arabic_digits
from storage import thai_order
from storage.search import holds, words_of
from storage.tables import Agency, Circular, Field, Form, Message, Receipt

SORTS = ("waiting", "deadline", "agency", "doubt")
SHORTEST_NUMBER = 4  # digits, below which a number is an intake number
KINDS = ("all", "form", "other")


@dataclass(frozen=True, slots=True)
class Wanted:
    """sort: one of SORTS: longest waiting first, due first, by agency, least doubtful first. kind: with a form that waits, or without.

    search: words, part of a number in any form, an intake number (`12/2561`).
    """

    sort: str = "waiting"
    kind: str = "all"
    search: str = ""
    page: int = 1


def narrowed(waiting: Select[Any], wanted: Wanted) -> Select[Any]:
    """Only what is wanted of a selection of receipts (with their messages)."""
    form = _waiting_forms(Form.id).exists()
    if wanted.kind != "all":
        waiting = waiting.where(form if wanted.kind == "form" else ~form)
    return waiting.where(_matches(wanted.search)) if wanted.search else waiting


def in_order(session: Session, waiting: Select[Any], wanted: Wanted) -> Sequence[int]:
    """The ids of the selected receipts in the wanted order; within one rank the longest waiting first."""
    ids = waiting.with_only_columns(Receipt.id, maintain_column_froms=True)
    if wanted.sort == "agency":
        return _by_agency(session, session.scalars(ids.order_by(Receipt.id)).all())
    rank = {"deadline": _deadline, "doubt": _doubt}.get(wanted.sort)
    return session.scalars(ids.order_by(rank().is_(None), rank(), Receipt.id) if rank else ids.order_by(Receipt.id)).all()


def of_form(state: str) -> ColumnElement[bool]:
    """The field is in this state, asked so that the fields of one form are looked at, and not all fields in that state."""
    return func.coalesce(Field.state, "") == state


def _waiting_forms(*columns: Any) -> Select[Any]:
    return select(*columns).select_from(Form).where(Form.receipt_id == Receipt.id, Form.state == "waiting").correlate(Receipt)


def _deadline() -> ColumnElement[Any]:
    return _waiting_forms(func.min(Circular.due_on)).join(Circular, Circular.id == Form.circular_id).scalar_subquery()


def _doubt() -> ColumnElement[Any]:
    fields = _waiting_forms(func.count(Field.id)).outerjoin(Field, and_(Field.form_id == Form.id, of_form("waiting")))
    return case((_waiting_forms(Form.id).exists(), fields.scalar_subquery()), else_=None)


def _by_agency(session: Session, ids: Sequence[int]) -> Sequence[int]:
    """By the first of its agencies in the order of a Thai dictionary, which no database knows."""
    names = select(Form.receipt_id, Agency.name).join(Agency, Agency.id == Form.agency_id).where(Form.state == "waiting")
    first: dict[int, thai_order.Key] = {}
    for receipt_id, name in session.execute(names):
        first[receipt_id] = min(first.get(receipt_id, thai_order.key(name)), thai_order.key(name))
    known = sorted((receipt_id for receipt_id in ids if receipt_id in first), key=lambda receipt_id: first[receipt_id])
    return [*known, *(receipt_id for receipt_id in ids if receipt_id not in first)]


def _matches(typed: str) -> ColumnElement[bool]:
    number, _, year = arabic_digits(typed).strip().partition("/")
    form = select(Form.id).where(Form.receipt_id == Receipt.id, holds(Form.sought, typed)).correlate(Receipt).exists()
    mail = (Message.subject, Message.sender_number, Message.sender_station, Message.from_address, Receipt.file_name)
    head = and_(*(or_(*(column.icontains(word, autoescape=True) for column in mail)) for word in words_of(typed)))
    found = or_(form, head)
    if not (number.isdecimal() and len(number) < 7 and (not year or year.isdecimal())):
        return found
    intake = and_(Receipt.number == int(number), *([Receipt.year == int(year)] if year else []))
    return intake if year or len(number) < SHORTEST_NUMBER else or_(found, intake)
