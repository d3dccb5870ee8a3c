"""Who has sent what: the numbers and addresses that confirmed returns came from, with the agencies that they were of."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.tables import Agency, Form, Message


@dataclass(frozen=True, slots=True)
class SeenSender:
    """A confirmed return. number, station, address: as its message says, `""` for what it does not; agency: by the roster's code."""

    number: str
    station: str
    address: str
    agency: str


def seen_senders(session: Session) -> tuple[SeenSender, ...]:
    """Of every form that a person finished, each sender and agency once. The address of a fax gateway is nobody's own."""
    told = select(Message.sender_number, Message.sender_station, Message.from_address, Message.gateway, Agency.code)
    of_forms = told.join(Form, Form.receipt_id == Message.receipt_id).join(Agency, Agency.id == Form.agency_id)
    rows = session.execute(of_forms.where(Form.state == "done", Form.done_by.is_not(None)).distinct()).all()
    seen = {
        SeenSender(number or "", station or "", "" if gateway else address or "", code) for number, station, address, gateway, code in rows
    }
    return tuple(sorted((one for one in seen if one.number or one.station or one.address), key=repr))
