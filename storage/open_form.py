"""A form as a person opens it, and which form comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, func, select, tuple_
from sqlalchemy.orm import joinedload, selectinload

from storage.engine import reading
from storage.tables import Correction, Field, Form, Message, Page, Receipt, User


@dataclass(frozen=True, slots=True)
class OpenForm:
    """A form with its fields, page and agency, the receipt that it came in, and the head of the mail (none: a file)."""

    form: Form
    receipt: Receipt
    message: Message | None


@dataclass(frozen=True, slots=True)
class LastSave:
    """Who saved a form last, and when."""

    name: str
    at: datetime


def open_form(engine: Engine, form_id: int) -> OpenForm | None:
    """The form, ready to show; None where there is none."""
    wanted = (
        select(Form, Receipt, Message).join(Receipt, Receipt.id == Form.receipt_id).outerjoin(Message, Message.receipt_id == Receipt.id)
    )
    parts = (selectinload(Form.fields), joinedload(Form.page), joinedload(Form.agency))
    with reading(engine) as session:
        row = session.execute(wanted.where(Form.id == form_id).options(*parts)).one_or_none()
        return OpenForm(row[0], row[1], row[2]) if row else None


def page_of(engine: Engine, page_id: int) -> Page | None:
    """A page; None where there is none."""
    with reading(engine) as session:
        return session.get(Page, page_id)


def place_of(engine: Engine, field_id: int) -> tuple[Field, Page] | None:
    """A field and the page that it stands on; None where there is none."""
    found = select(Field, Page).join(Form, Form.id == Field.form_id).join(Page, Page.id == Form.page_id).where(Field.id == field_id)
    with reading(engine) as session:
        row = session.execute(found).one_or_none()
        return (row[0], row[1]) if row else None


def last_save(engine: Engine, form_id: int) -> LastSave | None:
    """Who saved the form last; None where nobody has."""
    saves = select(User.name, Correction.at).join(Correction, Correction.user_id == User.id).join(Field, Field.id == Correction.field_id)
    with reading(engine) as session:
        row = session.execute(saves.where(Field.form_id == form_id).order_by(Correction.id.desc()).limit(1)).one_or_none()
        return LastSave(row[0], row[1]) if row else None


def forms_waiting(engine: Engine) -> int:
    """How many forms wait for a person."""
    with reading(engine) as session:
        return session.scalar(select(func.count()).select_from(Form).where(Form.state == "waiting")) or 0


def next_form(engine: Engine, after: int | None = None) -> int | None:
    """The waiting form that follows `after` in order of receipts and pages; past the last, or without `after`, the oldest."""
    with reading(engine) as session:
        where = select(Form.receipt_id, Page.number, Form.id).join(Page, Page.id == Form.page_id).where(Form.id == after)
        place = session.execute(where).one_or_none() if after else None
        waiting = select(Form.id).join(Page, Page.id == Form.page_id).where(Form.state == "waiting")
        waiting = waiting.order_by(Form.receipt_id, Page.number, Form.id).limit(1)
        if place:
            later = session.scalar(waiting.where(tuple_(Form.receipt_id, Page.number, Form.id) > tuple_(*place)))
            if later is not None:
                return later
        return session.scalar(waiting.where(Form.id != after) if after else waiting)
