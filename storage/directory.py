"""The directory of coordinators: its rows arise from forms that are done, and follow what people make of those."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from storage import contacts
from storage.engine import one_at_a_time
from storage.second_papers import ADDITIONAL, BETTER, SAME, relate, say
from storage.tables import Coordinator, CoordinatorValue, Field, Form, Receipt, SecondPaper, ToldValue

NO_VALUE = ("blank", "unreadable")


def enter(session: Session, form: Form, now: datetime) -> Coordinator | None:
    """Make the directory say what `form` says: after it became done, and after each change to it or its agency.

    The row that was in force for the agency ends now, unless its form came in later than this one, or is said to be additional to
    it. None, and no row, for a form that is not done or has no known agency, for paper that was entered before and came once
    more, and for a second paper of which a person has to say what it is.
    """
    session.flush()
    one_at_a_time(session, "directory")
    row, second = _row(session, form), relate(session, form)
    waits = second is not None and second.decided in (None, SAME)
    if form.state != "done" or form.agency_id is None or waits or _entered_before(session, form):
        _remove(session, row)
        contacts.follow(session, form)
        return None
    if row and row.agency_id != form.agency_id:
        _remove(session, row)
        row = None
    row = row or _new_row(session, form, now, second)
    row.circular_id = form.circular_id
    _copy_values(session, row, form, _kept_from(session, second))
    contacts.follow(session, form)
    return row


def decide(session: Session, form_id: int, relation: str, user_id: int, now: datetime) -> None:
    """A person says what a second paper is to the first; the directory follows. Raises LookupError, ValueError."""
    enter(session, say(session, form_id, relation, user_id, now), now)


def leave(session: Session, form: Form) -> None:
    """Take the form's row out (it was withdrawn); the row that it had ended is in force again."""
    session.flush()
    one_at_a_time(session, "directory")
    _remove(session, _row(session, form))
    contacts.follow(session, form)


def _row(session: Session, form: Form) -> Coordinator | None:
    return session.scalar(select(Coordinator).where(Coordinator.form_id == form.id))


def _new_row(session: Session, form: Form, now: datetime, second: SecondPaper | None) -> Coordinator:
    row = Coordinator(agency_id=form.agency_id, circular_id=form.circular_id, form_id=form.id, since=now, restricted_at=form.restricted_at)
    in_force = select(Coordinator).where(Coordinator.agency_id == form.agency_id, Coordinator.until.is_(None))
    for current in session.scalars(in_force).all() if second is None or second.decided != ADDITIONAL else ():
        if _came_later(session, current, form):
            row.until = now
        else:
            current.until = now
    session.add(row)
    session.flush()
    return row


def _kept_from(session: Session, second: SecondPaper | None) -> dict[str, str]:
    """What a person made of the first copy and a better copy must not undo, by the field's name."""
    if second is None or second.decided != BETTER:
        return {}
    rows = select(Field).where(Field.form_id == second.earlier_id, Field.state.in_(("confirmed", "corrected")))
    return {field.name: field.value for field in session.scalars(rows)}


def _came_later(session: Session, row: Coordinator, form: Form) -> bool:
    other = session.get(Form, row.form_id) if row.form_id else None
    return other is not None and (other.receipt_id, other.id) > (form.receipt_id, form.id)


def _entered_before(session: Session, form: Form) -> bool:
    """The same paper again must not undo what a person corrected on the first."""
    original = session.scalar(select(Receipt.same_paper_as).where(Receipt.id == form.receipt_id))
    if original is None:
        return False
    first = aliased(Form)
    rows = select(Coordinator.id).join(first, first.id == Coordinator.form_id).join(Receipt, Receipt.id == first.receipt_id)
    same = ((Receipt.id == original) | (Receipt.same_paper_as == original)) & (Receipt.id < form.receipt_id)
    return session.scalar(rows.where(Coordinator.agency_id == form.agency_id, same).limit(1)) is not None


def _remove(session: Session, row: Coordinator | None) -> None:
    if row is None:
        return
    if row.until is None:
        ended_by_it = select(Coordinator).where(Coordinator.agency_id == row.agency_id, Coordinator.until == row.since)
        before = session.scalar(
            ended_by_it.where(Coordinator.id != row.id).order_by(Coordinator.since.desc(), Coordinator.id.desc()).limit(1)
        )
        if before:
            before.until = None
    session.delete(row)
    session.flush()


def _copy_values(session: Session, row: Coordinator, form: Form, kept: dict[str, str]) -> None:
    fields = session.scalars(select(Field).where(Field.form_id == form.id, Field.kind != "agency")).all()
    known = {value.name: value for value in session.scalars(select(CoordinatorValue).where(CoordinatorValue.coordinator_id == row.id))}
    said = select(ToldValue).join(Field, Field.id == ToldValue.field_id).where(Field.form_id == form.id)
    told = {one.field_id: one.value for one in session.scalars(said)}
    for field in fields:
        value = known.get(field.name) or CoordinatorValue(coordinator_id=row.id, name=field.name, field_id=field.id)
        value.value = told.get(field.id, "" if field.state in NO_VALUE else field.value)
        if field.name in kept and field.id not in told and field.state not in ("confirmed", "corrected"):
            value.value = kept[field.name]
        session.add(value)
    session.flush()
