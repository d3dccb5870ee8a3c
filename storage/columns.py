"""All fields of one name that came in on one day, as a column; and the papers of one agency beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from storage.engine import reading
from storage.tables import Agency, Field, Form, Page, Receipt, SecondPaper
from storage.thai_text import bangkok_date, day_bounds

LAST_DAYS = 10


@dataclass(frozen=True, slots=True)
class Value:
    """What a field of the column says."""

    field_id: int
    kind: str
    value: str
    others: Sequence[str]


@dataclass(frozen=True, slots=True)
class Row:
    """A field of the column, with its form, page and agency."""

    field: Field
    form: Form
    page: Page
    agency: str | None


def column(engine: Engine, name: str, day: date) -> Sequence[Value]:
    """The live fields of this name whose forms were made on this day in Thailand, in order of receipts; blank ones left out."""
    start, end = day_bounds(day)
    rows = select(Field.id, Field.kind, Field.value, Field.others).join(Form, Form.id == Field.form_id)
    live = (Field.name == name, Form.state != "withdrawn", Form.made_at >= start, Form.made_at < end, Field.state != "blank")
    with reading(engine) as session:
        return tuple(Value(*row) for row in session.execute(rows.where(*live).order_by(Form.receipt_id, Form.id)))


def rows_of(engine: Engine, name: str, field_ids: Sequence[int]) -> Sequence[Row]:
    """These fields of this name as rows, in the order in which they are asked for; what counts no more is left out."""
    rows = select(Field, Form, Page, Agency.name).join(Form, Form.id == Field.form_id).join(Page, Page.id == Form.page_id)
    rows = rows.outerjoin(Agency, Agency.id == Form.agency_id)
    wanted = rows.where(Field.id.in_(field_ids), Field.name == name, Form.state != "withdrawn")
    with reading(engine) as session:
        found = {row[0].id: Row(*row) for row in session.execute(wanted)}
    return tuple(found[field_id] for field_id in field_ids if field_id in found)


def last_days(engine: Engine) -> Sequence[date]:
    """The last days on which forms were made, the newest first."""
    days: list[date] = []
    with reading(engine) as session:
        newest = session.scalar(select(func.max(Form.made_at)).where(Form.state != "withdrawn"))
        while newest is not None and len(days) < LAST_DAYS:
            days.append(bangkok_date(newest))
            before = Form.made_at < day_bounds(days[-1])[0]
            newest = session.scalar(select(func.max(Form.made_at)).where(Form.state != "withdrawn", before))
    return days


def names_of_fields(engine: Engine) -> Sequence[str]:
    """The names of the fields that forms have, in the order of the form that came in last."""
    with reading(engine) as session:
        form_id = session.scalar(select(func.max(Form.id)))
        return session.scalars(select(Field.name).where(Field.form_id == form_id).order_by(Field.ordinal)).all()


def papers(engine: Engine, form_id: int) -> Sequence[tuple[Form, Receipt]]:
    """The live forms of the same agency and circular as this form, the oldest first; only itself where its agency is not known."""
    with reading(engine) as session:
        this = session.get(Form, form_id)
        if this is None:
            return ()
        same = (Form.agency_id == this.agency_id, Form.circular_id == this.circular_id, Form.state != "withdrawn")
        wanted = (
            select(Form, Receipt).join(Receipt, Receipt.id == Form.receipt_id).options(selectinload(Form.fields), joinedload(Form.page))
        )
        rows = wanted.where(*same) if this.agency_id is not None else wanted.where(Form.id == form_id)
        return tuple((row[0], row[1]) for row in session.execute(rows.order_by(Form.receipt_id, Form.id)))


def second_paper(engine: Engine, form_id: int) -> SecondPaper | None:
    """What this form is to an earlier one of its agency; None where it is the first."""
    with reading(engine) as session:
        return session.get(SecondPaper, form_id)


def other_papers(session: Session, form: Form) -> int:
    """How many further live forms of the same agency there are for its circular."""
    if form.agency_id is None:
        return 0
    same = (Form.agency_id == form.agency_id, Form.circular_id == form.circular_id, Form.state != "withdrawn", Form.id != form.id)
    return session.scalar(select(func.count(Form.id)).where(*same)) or 0
