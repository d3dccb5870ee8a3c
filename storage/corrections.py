"""Saving what a person made of a form: fields, trail, version, directory, all in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from storage import directory, events, leases, search
from storage.belonging import find_circular
from storage.engine import writing
from storage.leases import Holder
from storage.tables import Correction, CorrectionValue, Field, Form, Receipt, ToldValue
from storage.undo import remember

CONFIRMED, CORRECTED, BLANK, UNREADABLE, TOLD = "confirmed", "corrected", "blank", "unreadable", "told"
AND = ", "


@dataclass(frozen=True, slots=True)
class Told:
    """What someone of the agency said by telephone. value: canonical; said_by: who; said_at: when."""

    value: str
    others: tuple[str, ...]
    said_by: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person says of a field. empty: None, or why it has no value: `blank` (on the paper), `unreadable`.

    value: canonical; others: further values (a second telephone number). incomplete: the sender left a part out.
    told: what was said by telephone, for the directory; value stays what the paper says.
    """

    value: str = ""
    others: tuple[str, ...] = ()
    empty: str | None = None
    incomplete: bool = False
    told: Told | None = None


@dataclass(frozen=True, slots=True)
class Save:
    """A form as a person saved it. version: of the form that the person saw. agency_id: None where the roster does not know it.

    over: also where somebody else has the receipt in hand.
    """

    form_id: int
    version: int
    user_id: int
    at: datetime
    choices: Mapping[str, Choice]
    agency_id: int | None
    over: bool = False


class StaleForm(Exception):
    """The form was saved or withdrawn since the person opened it: nothing was changed; show the new state beside the typed."""


class InHand(Exception):
    """Somebody else has the receipt in hand: nothing was changed."""

    def __init__(self, holder: Holder) -> None:
        super().__init__(f"user {holder.user_id} has it in hand")
        self.holder = holder


def save(engine: Engine, wanted: Save) -> str:
    """Save the form, and give its state now: `done`, or `waiting` while a field without a choice waits.

    Raises `StaleForm`, and `InHand`.
    """
    with writing(engine) as session:
        form = next_version(session, wanted.form_id, wanted.version)
        _check_hand(session, form, wanted)
        remember(session, form, wanted.user_id, wanted.at)
        for field in form.fields:
            choice = wanted.choices.get(field.name)
            if choice is not None:
                _decide(session, field, choice, wanted)
        _close(form, wanted)
        _find_circular(session, form)
        directory.enter(session, form, wanted.at)
        search.describe(session, form)
        _let_go(session, form, wanted.user_id)
        events.write(
            session, "form-saved", wanted.at, user_id=wanted.user_id, receipt_id=form.receipt_id, form=form.id, version=form.version
        )
        return form.state


def next_version(session: Session, form_id: int, version: int) -> Form:
    """The form, its version raised if it is still the one that the person saw; the update decides, so only one of two wins."""
    same = (Form.id == form_id, Form.version == version, Form.state != "withdrawn")
    raised = update(Form).where(*same).values(version=Form.version + 1).returning(Form.id)
    if session.scalar(raised) is None:
        raise StaleForm
    return session.scalars(select(Form).where(Form.id == form_id).execution_options(populate_existing=True)).one()


def write_trail(session: Session, field: Field, action: str, change: tuple[str, str], user_id: int, at: datetime, version: int) -> None:
    """That a field changed, by whom and when; apart from it the old and the new value."""
    correction = Correction(field_id=field.id, user_id=user_id, at=at, action=action, form_version=version)
    session.add(correction)
    session.flush()
    session.add(CorrectionValue(correction_id=correction.id, old=change[0], new=change[1]))


def _check_hand(session: Session, form: Form, wanted: Save) -> None:
    holder = None if wanted.over else leases.held_by_other(session, form.receipt_id, wanted.user_id, wanted.at)
    if holder:
        raise InHand(holder)


def _decide(session: Session, field: Field, choice: Choice, wanted: Save) -> None:
    """Write the choice to the field, and its trail: old and new values apart from who and when."""
    old = AND.join((field.value, *field.others))
    action = choice.empty or (CONFIRMED if (field.value, *field.others) == (choice.value, *choice.others) else CORRECTED)
    field.value, field.others = ("", []) if choice.empty else (choice.value, list(choice.others))
    field.state, field.incomplete = action, choice.incomplete
    version = wanted.version + 1
    write_trail(session, field, action, (old, AND.join((field.value, *field.others))), wanted.user_id, wanted.at, version)
    _tell(session, field, choice.told, wanted)


def _tell(session: Session, field: Field, told: Told | None, wanted: Save) -> None:
    before = session.get(ToldValue, field.id)
    if told is None:
        if before:
            session.delete(before)
        return
    said = (told.value, *told.others)
    old = AND.join((before.value, *before.others)) if before else ""
    own = {"value": told.value, "others": list(told.others), "said_by": told.said_by, "said_at": told.said_at}
    session.merge(ToldValue(field_id=field.id, user_id=wanted.user_id, **own))
    write_trail(session, field, TOLD, (old, AND.join(said)), wanted.user_id, wanted.at, wanted.version + 1)


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


def _let_go(session: Session, form: Form, user_id: int) -> None:
    """The receipt stays with the person while another form of it waits."""
    waits = select(Form.id).where(Form.receipt_id == form.receipt_id, Form.state == "waiting", Form.id != form.id).limit(1)
    if session.scalar(waits) is None:
        leases.free(session, form.receipt_id, user_id)
