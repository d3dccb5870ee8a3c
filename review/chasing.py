"""The chasing list (รายการติดตาม): whom to call, what they promised, the text for the LINE group, the reminder."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.exceptions import HTTPException
from starlette.responses import Response

from review.circulars import day_of
from review.routes import Route, page, post
from review.visit import STAFF, Visit
from rules.telephone import parse_numbers
from storage.access import looked
from storage.chasing import chasing
from storage.contact_lines import Call, add_call
from storage.contacts import set_contacts
from storage.engine import reading, writing
from storage.ledger import ledger
from storage.tables import Circular

TELEPHONES = ("phone", "fax")
EDITED = (*TELEPHONES, "email")


def show(visit: Visit) -> Response:
    """Who has not answered, who is to be called first in front."""
    circular_id = visit.number("circular_id")
    with reading(visit.office.engine) as session:
        circular = session.get(Circular, circular_id)
        if circular is None:
            raise HTTPException(404)
        found, standing = chasing(session, circular_id), ledger(session, circular_id)
    looked(visit.office.engine, visit.user.id, "directory")
    text = visit.office.settings.line_text(standing, circular) if visit.office.settings.line_text else ""
    return visit.page("chasing.html", circular=circular, found=found, ledger=standing, text=text)


def note(visit: Visit) -> Response:
    """A call is noted, or an agency's contacts are changed."""
    circular_id, agency = visit.number("circular_id"), visit.text("agency")
    if not agency.isdecimal():
        raise HTTPException(404)
    now = datetime.now(UTC)
    with writing(visit.office.engine) as session:
        if visit.text("action") == "contacts":
            for kind in EDITED:
                set_contacts(session, int(agency), kind, _values(kind, visit.text(kind)), visit.user.id, now)
        else:
            days = day_of(visit, "promised_for"), day_of(visit, "next_call")
            call = Call(int(agency), now, "", visit.text("spoke_with")[:200], days[0], visit.text("note")[:500], days[1])
            add_call(session, circular_id, call, visit.user.id)
    return visit.go(f"/circulars/{circular_id}/chasing", "บันทึกแล้ว")


def _values(kind: str, typed: str) -> list[str]:
    """Contacts as typed, several parted by commas; telephones canonical where the plan knows them."""
    if kind in TELEPHONES:
        known = parse_numbers(typed).known
        return list(known) if known else [part.strip() for part in typed.split(",") if part.strip()]
    return [part.strip() for part in typed.split(",") if part.strip()]


ROUTES: tuple[Route, ...] = (
    page("/circulars/{circular_id:int}/chasing", show, *STAFF),
    post("/circulars/{circular_id:int}/chasing", note, *STAFF),
)
