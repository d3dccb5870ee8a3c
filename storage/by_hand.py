"""What a person makes of a page that no form was found on: forms to be typed in, or a sender bound to its agency."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from rules.kinds import kinds_of
from rules.types import FormDefinition
from storage import events, search, take_back
from storage.belonging import find_circular
from storage.engine import writing
from storage.tables import AgencyContact, Field, Form, Message, Page, Receipt, Run

MOST = 30
TITLE = "title"


class NotPossible(Exception):
    """The page counts no more, or there is nothing to bind: nothing was changed."""


def type_in(engine: Engine, page_id: int, definition: FormDefinition, count: int, user_id: int, now: datetime) -> list[int]:
    """Make `count` empty forms of a page, to be typed in (several: a table, split by hand); a page that holds forms gets further ones.

    Gives their ids. Raises `NotPossible`.
    """
    with writing(engine) as session:
        page = session.scalar(select(Page).where(Page.id == page_id).with_for_update())
        if page is None or page.state not in ("waiting", "aside", "settled", "form") or not 1 <= count <= MOST:
            raise NotPossible
        receipt = session.get_one(Receipt, session.get_one(Run, page.run_id).receipt_id)
        with take_back.of_receipt(session, receipt.id, user_id, now):
            page.state, page.reason, page.reason_code = "form", None, None
            forms = [_form(session, page, receipt, definition, now) for _ in range(count)]
            receipt.not_ours = receipt.settled_at = receipt.settled_by = None
        events.write(session, "form-by-hand", now, user_id=user_id, receipt_id=receipt.id, page=page.id, forms=count)
        return [form.id for form in forms]


def bind_sender(engine: Engine, receipt_id: int, agency_id: int, user_id: int, now: datetime) -> None:
    """From now on the number and the address that the receipt came from are this agency's. Raises `NotPossible`."""
    with writing(engine) as session:
        message = session.get(Message, receipt_id)
        known = [("fax", message.sender_number), ("email", message.from_address)] if message else []
        places = [(kind, value) for kind, value in known if value and not (kind == "email" and message and message.gateway)]
        if not places:
            raise NotPossible
        added = [_add_contact(session, agency_id, kind, value, receipt_id) for kind, value in places]
        contacts = [contact_id for contact_id in added if contact_id]
        take_back.remember(session, take_back.SENDER, receipt_id, user_id, now, {"contacts": contacts})
        events.write(session, "sender-bound", now, user_id=user_id, receipt_id=receipt_id, agency=agency_id)


def _form(session: Session, page: Page, receipt: Receipt, definition: FormDefinition, now: datetime) -> Form:
    kinds = kinds_of(definition) | {title: TITLE for field in definition.fields for title in definition.title_name(field)}
    fields = [_empty(n, name, kinds[name]) for n, name in enumerate(definition.value_names(), 1)]
    own = {"page_id": page.id, "receipt_id": receipt.id, "definition": definition.id, "state": "waiting", "made_at": now}
    form = Form(**own, circular_id=find_circular(session, receipt, definition.id, None), fields=fields)
    session.add(form)
    session.flush()
    search.describe(session, form)
    return form


def _empty(ordinal: int, name: str, kind: str) -> Field:
    own = {"ordinal": ordinal, "name": name, "kind": kind, "state": "waiting", "value": "", "read": "", "machine_value": ""}
    return Field(**own, confidence=0.0, hand=False, box=None, others=[], candidates=[], proofs=[])


def _add_contact(session: Session, agency_id: int, kind: str, value: str, receipt_id: int) -> int | None:
    """The new contact; None where it was known."""
    same = (AgencyContact.agency_id == agency_id, AgencyContact.kind == kind, AgencyContact.value == value)
    if session.scalar(select(AgencyContact.id).where(*same)) is not None:
        return None
    contact = AgencyContact(agency_id=agency_id, kind=kind, value=value, learned_from=receipt_id)
    session.add(contact)
    session.flush()
    return contact.id
