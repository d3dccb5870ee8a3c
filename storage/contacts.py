"""How to reach agencies: entered by hand, and learned from returns that a person has looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from storage import events
from storage.tables import AgencyContact, Field, Form, Message, Receipt

KINDS = ("phone", "fax", "email", "station")
SURE = ("accepted", "confirmed", "corrected")


def contacts(session: Session, agency_ids: Sequence[int]) -> dict[int, dict[str, list[str]]]:
    """By agency id and kind, the values, those entered first in front. Stations (what a fax machine calls itself) are left out."""
    found: dict[int, dict[str, list[str]]] = {}
    rows = select(AgencyContact).where(AgencyContact.agency_id.in_(agency_ids), AgencyContact.kind != "station").order_by(AgencyContact.id)
    for row in session.scalars(rows):
        found.setdefault(row.agency_id, {}).setdefault(row.kind, []).append(row.value)
    return found


def set_contacts(session: Session, agency_id: int, kind: str, values: Sequence[str], user_id: int, now: datetime) -> None:
    """Make these the agency's contacts of a kind, as a person typed them (canonical)."""
    if kind not in KINDS:
        raise ValueError(f"a contact is one of {KINDS}, not {kind}")
    rows = session.scalars(select(AgencyContact).where(AgencyContact.agency_id == agency_id, AgencyContact.kind == kind)).all()
    known = {row.value: row for row in rows}
    for row in rows:
        if row.value not in values:
            session.delete(row)
    for value in dict.fromkeys(value for value in values if value and value not in known):
        session.add(AgencyContact(agency_id=agency_id, kind=kind, value=value))
    session.flush()
    events.write(session, "contacts-changed", now, user_id=user_id, agency=agency_id, contact=kind, values=len(values))


def follow(session: Session, form: Form) -> None:
    """What is known from this return of how to reach its agency: all of it while a person vouches for the form, else nothing.

    A sender's number is learned also where it sends for several agencies: the ledger takes no number that several share as a proof.
    """
    if form.done_by is None:
        return
    others = select(Form.agency_id).where(Form.receipt_id == form.receipt_id, Form.done_by.is_not(None), Form.state == "done")
    vouched = set(session.scalars(others))
    gone = delete(AgencyContact).where(AgencyContact.learned_from == form.receipt_id, AgencyContact.agency_id.not_in(vouched))
    session.execute(gone)
    if form.agency_id not in vouched or form.agency_id is None:
        return
    rows = session.execute(select(AgencyContact.kind, AgencyContact.value).where(AgencyContact.agency_id == form.agency_id))
    known = {(row.kind, row.value) for row in rows}
    for kind, value in dict.fromkeys(_told(session, form)):
        if value and (kind, value) not in known:
            session.add(AgencyContact(agency_id=form.agency_id, kind=kind, value=value, learned_from=form.receipt_id))
    session.flush()


def _told(session: Session, form: Form) -> Iterator[tuple[str, str | None]]:
    """Kind and value of what a return says: the sender's number or address, and the office telephone on the form."""
    channel = session.scalar(select(Receipt.channel).where(Receipt.id == form.receipt_id))
    message = session.get(Message, form.receipt_id)
    if message and channel == "fax":
        yield "fax", message.sender_number
        yield "station", message.sender_station
    elif message and channel == "mail":
        yield "email", message.from_address
    phones = select(Field.value).where(Field.form_id == form.id, Field.kind == "phone", Field.state.in_(SURE))
    yield from (("phone", value) for value in session.scalars(phones))
