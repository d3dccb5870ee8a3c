"""Calls to agencies that have not answered: one line a call, with what was promised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import events
from storage.tables import ContactLine, User


@dataclass(frozen=True, slots=True)
class Call:
    """One attempt to reach an agency. by: who called; spoke_with: who answered; promised_for: the day that was promised."""

    agency_id: int
    at: datetime
    by: str
    spoke_with: str
    promised_for: date | None
    note: str
    next_call: date | None


def add_call(session: Session, circular_id: int, call: Call, user_id: int) -> None:
    """Note a call about a circular. `call.by` is not stored: the user is."""
    values = {name: getattr(call, name) for name in ("agency_id", "at", "spoke_with", "promised_for", "note", "next_call")}
    session.add(ContactLine(circular_id=circular_id, user_id=user_id, **values))
    session.flush()
    events.write(session, "agency-called", call.at, user_id=user_id, circular=circular_id, agency=call.agency_id)


def calls(session: Session, circular_id: int) -> dict[int, Sequence[Call]]:
    """By agency id, the calls about a circular, the newest first."""
    rows = select(ContactLine, User.name).join(User, User.id == ContactLine.user_id).where(ContactLine.circular_id == circular_id)
    found: dict[int, list[Call]] = {}
    for row, name in session.execute(rows.order_by(ContactLine.at.desc(), ContactLine.id.desc())):
        call = Call(row.agency_id, row.at, name, row.spoke_with, row.promised_for, row.note, row.next_call)
        found.setdefault(row.agency_id, []).append(call)
    return {agency: tuple(made) for agency, made in found.items()}


def promised(session: Session, circular_id: int) -> dict[int, date]:
    """By agency id, the day that it promised last."""
    promises: dict[int, date] = {}
    for agency, made in calls(session, circular_id).items():
        days = [call.promised_for for call in made if call.promised_for]
        if days:
            promises[agency] = days[0]
    return promises
