"""What one does to a form besides saving it: take it in hand, have a value offered, take a save back, ask for a new fax."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.exceptions import HTTPException
from starlette.responses import Response

from review import completion
from review.form import opened
from review.keyboard import meant
from review.routes import Route, post
from review.visit import STAFF, Visit
from storage.agency_names import agency_names
from storage.ask_again import ask_for_form
from storage.corrections import StaleForm
from storage.leases import take
from storage.undo import CannotUndo, undo

ASKED = "บันทึกว่าขอให้ส่งใหม่แล้ว รายการอยู่ในหน้า “ขอให้ส่งใหม่”"
UNDONE = "ยกเลิกการบันทึกแล้ว แบบตอบกลับเป็นเหมือนเดิม"
NOT_UNDONE = "ยกเลิกไม่ได้ เพราะแบบตอบนี้มีการบันทึกใหม่หลังจากนั้น"
CHANGED = "แบบตอบนี้เปลี่ยนไปแล้ว ระบบจึงยังไม่ได้บันทึก กรุณาดูข้อมูลปัจจุบัน"


def take_in_hand(visit: Visit) -> Response:
    """At the first edit, and while one goes on typing: the receipt is this person's, or it is said who else has it."""
    receipt_id = opened(visit).receipt.id
    holder = take(visit.office.engine, receipt_id, visit.user.id, datetime.now(UTC), over=visit.text("over") == "1")
    return visit.part("in_hand.html", holder=holder)


def offer(visit: Visit) -> Response:
    """What may be meant by what is being typed: the other keyboard layout, agencies, positions."""
    kind, text = visit.text("kind"), visit.text(f"value-{visit.text('name')}")[:200]
    offers, read = [meant(kind, text) or ""], visit.text(f"was-{visit.text('name')}").rpartition("|")[2][:200]
    if kind in ("agency", "text"):
        offers += completion.agencies(text, agency_names(visit.office.engine), read)
    elif kind == "position":
        offers += completion.positions(text, read)
    return visit.part("offers.html", offers=[one for one in dict.fromkeys(offers) if one and one != text][: completion.MOST])


def take_back(visit: Visit) -> Response:
    """Take this person's last save of the form back, and show the form."""
    form_id = visit.number("form_id")
    try:
        undo(visit.office.engine, form_id, visit.user.id, datetime.now(UTC))
    except CannotUndo:
        return visit.go(f"/forms/{form_id}", NOT_UNDONE)
    return visit.go(f"/forms/{form_id}", UNDONE)


def ask_again(visit: Visit) -> Response:
    """The paper cannot serve: put it aside, ask for another, go on to the next form."""
    form_id, version = visit.number("form_id"), visit.text("version")
    try:
        ask_for_form(visit.office.engine, form_id, int(version or 0), visit.user.id, visit.text("why"), datetime.now(UTC))
    except StaleForm:
        return visit.go(f"/forms/{form_id}", CHANGED)
    except ValueError as error:
        raise HTTPException(404) from error
    return visit.go(f"/next?after={form_id}", ASKED, f"/forms/{form_id}/undo")


ROUTES: tuple[Route, ...] = (
    post("/forms/{form_id:int}/hand", take_in_hand, *STAFF),
    post("/forms/{form_id:int}/undo", take_back, *STAFF),
    post("/forms/{form_id:int}/ask", ask_again, *STAFF),
    post("/offers", offer, *STAFF),
)
