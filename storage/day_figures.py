"""What one day brought, and what stands open now: the figures of the daily report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from storage.states import WAITING, receipt_state
from storage.tables import Correction, Document, Field, Form, Receipt, Run, Sighting
from storage.thai_text import day_bounds


@dataclass(frozen=True, slots=True)
class DayFigures:
    """One day in Thailand. taken_in: receipts; not_ours: of them; seen_again: further sightings; forms: found in them.

    forms_accepted: of the forms made that day, done without a person; fields_accepted: of their fields, those that the machine
    was sure of, out of fields. corrected, confirmed: fields that people changed, or looked at and left, that day.
    unreadable_fields: said so by people that day; unreadable_receipts: taken in that day, with a file or as a whole not to be opened.
    """

    taken_in: int
    not_ours: int
    seen_again: int
    forms: int
    forms_accepted: int
    fields: int
    fields_accepted: int
    corrected: int
    confirmed: int
    unreadable_fields: int
    unreadable_receipts: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person is needed for now. oldest: when the oldest waiting receipt was kept.

    receipts: all that wait; forms: waiting forms; without_form: receipts that wait though no form waits in them.
    """

    receipts: int
    oldest: datetime | None
    forms: int
    without_form: int


def day_figures(session: Session, day: date) -> DayFigures:
    """The figures of `day`."""
    seen_again = select(func.count(Sighting.id)).where(Sighting.first.is_(False), _on(Sighting.seen_at, day))
    return DayFigures(**_receipts(session, day), seen_again=session.scalar(seen_again) or 0, **_read(session, day), **_people(session, day))


def standing(session: Session) -> Standing:
    """What waits for a person now."""
    waiting_form = select(Form.id).where(Form.receipt_id == Receipt.id, Form.state == WAITING).correlate(Receipt).exists()
    waiting = select(Receipt.kept_at.label("kept_at"), waiting_form.label("form")).where(receipt_state() == WAITING).subquery()
    without = func.count().filter(waiting.c.form.is_(False))
    receipts, oldest, without_form = session.execute(select(func.count(), func.min(waiting.c.kept_at), without).select_from(waiting)).one()
    forms = select(func.count(Form.id)).join(Receipt).where(Form.state == WAITING, Receipt.not_ours.is_(None))
    return Standing(receipts, oldest, session.scalar(forms) or 0, without_form)


def _on(moment: InstrumentedAttribute[datetime], day: date) -> ColumnElement[bool]:
    start, end = day_bounds(day)
    return and_(moment >= start, moment < end)


def _receipts(session: Session, day: date) -> dict[str, int]:
    document = select(Document.id).where(Document.receipt_id == Receipt.id, Document.state.in_(("unreadable", "parked")))
    run = select(Run.id).where(Run.receipt_id == Receipt.id, Run.error_code.is_not(None))
    stuck = and_(Receipt.not_ours.is_(None), or_(document.correlate(Receipt).exists(), run.correlate(Receipt).exists()))
    counts = {
        "taken_in": func.count(),
        "not_ours": func.count().filter(Receipt.not_ours.is_not(None)),
        "unreadable_receipts": func.count().filter(stuck),
    }
    return _counted(session, counts, Receipt.id.is_not(None), _on(Receipt.kept_at, day))


def _read(session: Session, day: date) -> dict[str, int]:
    by_machine = and_(Form.state == "done", Form.done_by.is_(None))
    made = and_(_on(Form.made_at, day), Form.state != "withdrawn")
    forms = {"forms": func.count(Form.id), "forms_accepted": func.count(Form.id).filter(by_machine)}
    sure = Field.state.in_(("accepted", "blank"))
    fields = {"fields": func.count(Field.id), "fields_accepted": func.count(Field.id).filter(sure, ~_touched())}
    return {**_counted(session, forms, made), **_counted(session, fields, Field.form_id == Form.id, made)}


def _people(session: Session, day: date) -> dict[str, int]:
    names = {"corrected": "corrected", "confirmed": "confirmed", "unreadable_fields": "unreadable"}
    different = func.count(Correction.field_id.distinct())
    counts = {name: different.filter(Correction.action == action) for name, action in names.items()}
    return _counted(session, counts, _on(Correction.at, day))


def _touched() -> ColumnElement[bool]:
    return select(Correction.id).where(Correction.field_id == Field.id).correlate(Field).exists()


def _counted(session: Session, counts: Mapping[str, ColumnElement[int]], *where: ColumnElement[bool]) -> dict[str, int]:
    row = session.execute(select(*counts.values()).where(*where)).one()
    return dict(zip(counts, row, strict=True))
