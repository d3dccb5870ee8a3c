"""Saving what a person made of a form: fields, trail, version, directory, all in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from storage import directory, events
from storage.belonging import find_circular
from storage.engine import writing
from storage.tables import Correction, CorrectionValue, Field, Form, Receipt

CONFIRMED, CORRECTED, BLANK, UNREADABLE = "confirmed", "corrected", "blank", "unreadable"
AND = ", "


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person says of a field. empty: None, or why it has no value: `blank` (on the paper), `unreadable`.

    value: canonical; others: further values (a second telephone number).
    """

    value: str = ""
    others: tuple[str, ...] = ()
    empty: str | None = None


@dataclass(frozen=True, slots=True)
class Save:
    """A form as a person saved it. version: of the form that the person saw. agency_id: None where the roster does not know it."""

    form_id: int
    version: int
    user_id: int
    at: datetime
    choices: Mapping[str, Choice]
    agency_id: int | None


class StaleForm(Exception):
    """The form was saved or withdrawn since the person opened it: nothing was changed; show the new state beside the typed."""


def save(engine: Engine, wanted: Save) -> str:
    """Save the form, and give its state now: `done`, or `waiting` while a field without a choice waits. Raises `StaleForm`."""
    with writing(engine) as session:
        form = _next_version(session, wanted)
        for field in form.fields:
            choice = wanted.choices.get(field.name)
            if choice is not None:
                _decide(session, field, choice, wanted)
        _close(form, wanted)
        _find_circular(session, form)
        directory.enter(session, form, wanted.at)
        events.write(
            session, "form-saved", wanted.at, user_id=wanted.user_id, receipt_id=form.receipt_id, form=form.id, version=form.version
        )
        return form.state


def _next_version(session: Session, wanted: Save) -> Form:
    """The form, its version raised if it is still the one that the person saw; the update decides, so only one of two wins."""
    same = (Form.id == wanted.form_id, Form.version == wanted.version, Form.state != "withdrawn")
    raised = update(Form).where(*same).values(version=Form.version + 1).returning(Form.id)
    if session.scalar(raised) is None:
        raise StaleForm
    return session.scalars(select(Form).where(Form.id == wanted.form_id).execution_options(populate_existing=True)).one()


def _decide(session: Session, field: Field, choice: Choice, wanted: Save) -> None:
    """Write the choice to the field, and its trail: old and new values apart from who and when."""
    old = AND.join((field.value, *field.others))
    action = choice.empty or (CONFIRMED if (field.value, *field.others) == (choice.value, *choice.others) else CORRECTED)
    field.value, field.others = ("", []) if choice.empty else (choice.value, list(choice.others))
    field.state = action
    correction = Correction(field_id=field.id, user_id=wanted.user_id, at=wanted.at, action=action, form_version=wanted.version + 1)
    session.add(correction)
    session.flush()
    session.add(CorrectionValue(correction_id=correction.id, old=old, new=AND.join((field.value, *field.others))))


def _close(form: Form, wanted: Save) -> None:
    form.agency_id = wanted.agency_id
    if any(field.state == "waiting" for field in form.fields):
        return
    if form.state != "done":
        form.state, form.done_at, form.done_by = "done", wanted.at, wanted.user_id


def _find_circular(session: Session, form: Form) -> None:
    """The agency may tell to which circular a form belongs that fitted several."""
    if form.circular_id is None:
        form.circular_id = find_circular(session, session.get_one(Receipt, form.receipt_id), form.definition, form.agency_id)
