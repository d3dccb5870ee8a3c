"""Circulars, and whom each asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.tables import Addressee, Agency, Circular

ASKED = ("direct", "district", "no")


class CircularError(ValueError):
    """A circular cannot be made so; the message says what to change."""

    code = "circular-unusable"


@dataclass(frozen=True, slots=True)
class NewCircular:
    """A circular to be made. asked: by the roster's kind of agency: direct, district (through it) or no; kinds not named: no."""

    code: str
    subject: str
    form: str
    asked: Mapping[str, str]
    number: str | None = None
    dated: date | None = None
    due_on: date | None = None


def create(session: Session, new: NewCircular, now: datetime) -> Circular:
    """Make a circular with a line for every agency in use, in the roster's order. Raises CircularError."""
    _check(session, new)
    facts = {"code": new.code, "subject": new.subject, "form": new.form, "number": new.number, "dated": new.dated, "due_on": new.due_on}
    circular = Circular(**facts, made_at=now)
    session.add(circular)
    session.flush()
    agencies = session.scalars(select(Agency).where(Agency.active).order_by(Agency.ordinal, Agency.id))
    for ordinal, agency in enumerate(agencies, 1):
        asked = new.asked.get(agency.kind, "no")
        session.add(Addressee(circular_id=circular.id, agency_id=agency.id, asked=asked, group=agency.kind, ordinal=ordinal))
    session.flush()
    return circular


def open_circular(session: Session, form: str) -> Circular | None:
    """The one open circular that asks for this form; None where there is none or several."""
    found = session.scalars(select(Circular).where(Circular.form == form, Circular.closed_at.is_(None)).limit(2)).all()
    return found[0] if len(found) == 1 else None


def _check(session: Session, new: NewCircular) -> None:
    if wrong := set(new.asked.values()) - set(ASKED):
        raise CircularError(f"an agency is asked 'direct', 'district' or 'no', not '{wrong.pop()}'")
    if session.scalar(select(Circular.id).where(Circular.code == new.code)):
        raise CircularError(f"there is a circular '{new.code}' already; choose another code")
