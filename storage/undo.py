"""Taking back the last thing that a person did to a form: all of it as it stood before, and the trail says so."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from storage import directory, events, search
from storage.engine import reading, writing
from storage.tables import AskedAgain, Correction, CorrectionValue, Field, Form, ToldValue, Undo

FORM = "form"
KEPT = ("state", "value", "others", "incomplete")
TOLD = ("value", "others", "said_by", "user_id")


class CannotUndo(Exception):
    """There is nothing to take back, or the form was changed since, or by somebody else: nothing was changed."""


def remember(session: Session, form: Form, user_id: int, at: datetime, asked_id: int | None = None) -> None:
    """Keep what a form says now, before it is changed by this person; its version is the one that the change makes."""
    session.execute(delete(Undo).where(Undo.kind == FORM, Undo.subject_id == form.id))
    own = {
        "agency_id": form.agency_id,
        "circular_id": form.circular_id,
        "state": form.state,
        "done_by": form.done_by,
        "done_at": _text(form.done_at),
        "asked": asked_id,
    }
    before = {**own, "fields": {field.name: _field(session, field) for field in form.fields}}
    session.add(Undo(kind=FORM, subject_id=form.id, version=form.version, user_id=user_id, at=at, before=before))
    session.flush()


def can_undo(engine: Engine, form_id: int, user_id: int) -> bool:
    """This person changed the form last, and can take it back."""
    with reading(engine) as session:
        return _last(session, form_id, user_id) is not None


def undo(engine: Engine, form_id: int, user_id: int, now: datetime) -> None:
    """Take back what this person did to the form last. Raises `CannotUndo`."""
    with writing(engine) as session:
        undo_in(session, form_id, user_id, now)


def undo_in(session: Session, form_id: int, user_id: int, now: datetime, of: datetime | None = None) -> None:
    """The same within a transaction. of: only what was done at that moment."""
    form = session.scalar(select(Form).where(Form.id == form_id).with_for_update())
    kept = _last(session, form_id, user_id)
    if form is None or kept is None or (of and kept.at != of):
        raise CannotUndo
    form.version += 1
    for field in form.fields:
        _restore(session, field, kept.before["fields"].get(field.name), form.version, user_id, now)
    _restore_form(session, form, kept.before)
    session.delete(kept)
    directory.enter(session, form, now)
    search.describe(session, form)
    events.write(session, "form-undone", now, user_id=user_id, receipt_id=form.receipt_id, form=form.id, version=form.version)


def _last(session: Session, form_id: int, user_id: int) -> Undo | None:
    same = (Undo.kind == FORM, Undo.subject_id == form_id, Undo.user_id == user_id, Undo.version == Form.version)
    return session.scalar(select(Undo).join(Form, Form.id == Undo.subject_id).where(*same))


def _field(session: Session, field: Field) -> dict[str, Any]:
    told = session.get(ToldValue, field.id)
    kept = {name: getattr(field, name) for name in KEPT}
    said = {**{name: getattr(told, name) for name in TOLD}, "said_at": _text(told.said_at)} if told else None
    return {**kept, "told": said}


def _restore(session: Session, field: Field, kept: dict[str, Any] | None, version: int, user_id: int, now: datetime) -> None:
    if kept is None or kept == _field(session, field):
        return
    now_says = ", ".join((field.value, *field.others))
    for name in KEPT:
        setattr(field, name, kept[name])
    session.execute(delete(ToldValue).where(ToldValue.field_id == field.id))
    if kept["told"]:
        said = {**kept["told"], "said_at": datetime.fromisoformat(kept["told"]["said_at"])}
        session.add(ToldValue(field_id=field.id, **said))
    trail = Correction(field_id=field.id, user_id=user_id, at=now, action="undone", form_version=version)
    session.add(trail)
    session.flush()
    session.add(CorrectionValue(correction_id=trail.id, old=now_says, new=", ".join((field.value, *field.others))))


def _restore_form(session: Session, form: Form, before: dict[str, Any]) -> None:
    form.agency_id, form.circular_id = before["agency_id"], before["circular_id"]
    form.state, form.done_by = before["state"], before["done_by"]
    form.done_at = datetime.fromisoformat(before["done_at"]) if before["done_at"] else None
    if before["asked"] is not None:
        session.execute(delete(AskedAgain).where(AskedAgain.id == before["asked"]))


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
