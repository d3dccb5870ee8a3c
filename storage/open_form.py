"""A form as a person opens it, and which form comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, func, select, tuple_
from sqlalchemy.orm import Session, joinedload, selectinload

from storage.blind import keyed_values
from storage.columns import other_papers
from storage.engine import reading
from storage.leases import Holder, held_by_other
from storage.queue_order import of_form
from storage.tables import BlindKey, Correction, Field, Form, Lease, Message, Page, Receipt, ToldValue, User


@dataclass(frozen=True, slots=True)
class Together:
    """A form of the same fax."""

    form_id: int
    page: int
    state: str


@dataclass(frozen=True, slots=True)
class OpenForm:
    """A form with its fields, page and agency, the receipt that it came in, and the head of the mail (none: a file).

    told: what was said by telephone, by field; together: all forms of the receipt, itself included, in page order.
    keyed: what was typed blind from the strips, by field; papers: further forms of the same agency.
    """

    form: Form
    receipt: Receipt
    message: Message | None
    told: Mapping[int, ToldValue]
    together: Sequence[Together]
    keyed: Mapping[int, BlindKey]
    papers: int


@dataclass(frozen=True, slots=True)
class LastSave:
    """Who saved a form last, and when."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Beside:
    """How many forms wait, who else has the receipt in hand, and where the next form's pictures are served."""

    waiting: int
    holder: Holder | None
    ahead: Sequence[str]


def open_form(engine: Engine, form_id: int) -> OpenForm | None:
    """The form, ready to show; None where there is none."""
    wanted = (
        select(Form, Receipt, Message).join(Receipt, Receipt.id == Form.receipt_id).outerjoin(Message, Message.receipt_id == Receipt.id)
    )
    parts = (selectinload(Form.fields), joinedload(Form.page), joinedload(Form.agency))
    with reading(engine) as session:
        row = session.execute(wanted.where(Form.id == form_id).options(*parts)).one_or_none()
        if row is None:
            return None
        said = select(ToldValue).join(Field, Field.id == ToldValue.field_id).where(Field.form_id == form_id)
        told = {one.field_id: one for one in session.scalars(said)}
        beside = (told, _together(session, row[1].id), keyed_values(session, form_id), other_papers(session, row[0]))
        return OpenForm(row[0], row[1], row[2], *beside)


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


def receipt_of(engine: Engine, form_id: int) -> int | None:
    """The receipt that a form came in."""
    with reading(engine) as session:
        return session.scalar(select(Form.receipt_id).where(Form.id == form_id))


def last_save(engine: Engine, form_id: int) -> LastSave | None:
    """Who saved the form last; None where nobody has."""
    saves = select(User.name, Correction.at).join(Correction, Correction.user_id == User.id).join(Field, Field.id == Correction.field_id)
    with reading(engine) as session:
        row = session.execute(saves.where(Field.form_id == form_id).order_by(Correction.id.desc()).limit(1)).one_or_none()
        return LastSave(row[0], row[1]) if row else None


def _together(session: Session, receipt_id: int) -> Sequence[Together]:
    forms = select(Form.id, Page.number, Form.state).join(Page, Page.id == Form.page_id)
    forms = forms.where(Form.receipt_id == receipt_id, Form.state != "withdrawn").order_by(Page.number, Form.id)
    return tuple(Together(*row) for row in session.execute(forms))


def beside(engine: Engine, form: Form, user_id: int, now: datetime) -> Beside:
    """What its page says beside the form."""
    with reading(engine) as session:
        holder = held_by_other(session, form.receipt_id, user_id, now)
        waiting = session.scalar(select(func.count()).select_from(Form).where(Form.state == "waiting")) or 0
        following = _next_form(session, form.id, user_id, now)
        return Beside(waiting, holder, _pictures_of(session, following) if following else ())


def next_form(engine: Engine, after: int | None = None, user_id: int | None = None, now: datetime | None = None) -> int | None:
    """The waiting form that follows `after` in order of receipts and pages; past the last, or without `after`, the oldest.

    user_id, now: receipts that somebody else has in hand now are passed over.
    """
    with reading(engine) as session:
        return _next_form(session, after, user_id, now)


def _next_form(session: Session, after: int | None, user_id: int | None, now: datetime | None) -> int | None:
    where = select(Form.receipt_id, Page.number, Form.id).join(Page, Page.id == Form.page_id).where(Form.id == after)
    place = session.execute(where).one_or_none() if after else None
    waiting = select(Form.id).join(Page, Page.id == Form.page_id).where(Form.state == "waiting")
    if user_id and now:
        waiting = waiting.where(Form.receipt_id.not_in(select(Lease.receipt_id).where(Lease.user_id != user_id, Lease.until > now)))
    waiting = waiting.order_by(Form.receipt_id, Page.number, Form.id).limit(1)
    if place:
        behind = tuple_(Form.receipt_id, Page.number, Form.id) > tuple_(*place)
        later = session.scalar(waiting.where(Form.receipt_id >= place[0], behind))
        if later is not None:
            return later
    return session.scalar(waiting.where(Form.id != after) if after else waiting)


def _pictures_of(session: Session, form_id: int) -> Sequence[str]:
    """Where the pictures that its page begins with are served: the whole page and the strips of fields that wait."""
    strips = select(Field.id, Field.box).where(Field.form_id == form_id, of_form("waiting")).order_by(Field.ordinal)
    page_id = session.scalar(select(Form.page_id).where(Form.id == form_id))
    fields = [field_id for field_id, box in session.execute(strips) if box]
    return (f"/pages/{page_id}/picture", *(f"/fields/{field_id}/strip" for field_id in fields)) if page_id else ()
