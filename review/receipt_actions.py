"""What a clerk does about paper that no form was found on: type it in, split it by hand, say whose it is, ask for another."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.exceptions import HTTPException
from starlette.responses import Response

from review.routes import Route, post
from review.values import agency_of, whole
from review.visit import STAFF, Visit
from storage.agency_names import agency_names
from storage.ask_again import ask_for_receipt
from storage.by_hand import NotPossible, bind_sender, type_in
from storage.open_form import receipt_of
from storage.thai_text import thai_digits

CHANGED = "หน้านี้เปลี่ยนไปแล้ว ระบบจึงยังไม่ได้บันทึก กรุณาดูสถานะปัจจุบัน"
NO_SENDER = "รายการนี้ไม่มีหมายเลขหรืออีเมลผู้ส่งให้ผูก"
NO_AGENCY = "ไม่พบหน่วยงานนี้ในบัญชีหน่วยงาน กรุณาพิมพ์ชื่อให้ตรงกับบัญชี"
BOUND = "ผูกผู้ส่งกับหน่วยงานแล้ว เอกสารจากผู้ส่งนี้จะนับเป็นของหน่วยงานนั้น"
ASKED = "บันทึกว่าขอให้ส่งใหม่แล้ว"
MADE = "เปิดแบบให้กรอกจากหน้านี้แล้ว {} แบบ"


def fill_in(visit: Visit) -> Response:
    """Make one form of a page, or several (a table of several agencies), and begin with the first."""
    wanted, count = visit.text("form"), whole(visit.text("count", "1"), 3)
    definition = next((form for form in visit.office.settings.forms if form.id == wanted), None)
    if definition is None or count is None:
        raise HTTPException(404)
    try:
        made = type_in(visit.office.engine, visit.number("page_id"), definition, count, visit.user.id, datetime.now(UTC))
    except NotPossible:
        return visit.go("/", CHANGED)
    receipt_id = receipt_of(visit.office.engine, made[0])
    return visit.go(f"/forms/{made[0]}", MADE.format(thai_digits(len(made))), f"/undo/receipt/{receipt_id}")


def bind(visit: Visit) -> Response:
    """Say which agency the sender is."""
    receipt_id = visit.number("receipt_id")
    agency = agency_of(agency_names(visit.office.engine), visit.text("value-agency"))
    if agency is None:
        return visit.go(f"/receipts/{receipt_id}", NO_AGENCY)
    try:
        bind_sender(visit.office.engine, receipt_id, agency.id, visit.user.id, datetime.now(UTC))
    except NotPossible:
        return visit.go(f"/receipts/{receipt_id}", NO_SENDER)
    return visit.go(f"/receipts/{receipt_id}", BOUND, f"/undo/sender/{receipt_id}")


def ask(visit: Visit) -> Response:
    """Ask the sender for another paper."""
    try:
        ask_for_receipt(visit.office.engine, visit.number("receipt_id"), visit.user.id, visit.text("why"), datetime.now(UTC))
    except (LookupError, ValueError) as error:
        raise HTTPException(404) from error
    return visit.go("/", ASKED, f"/undo/receipt/{visit.number('receipt_id')}")


ROUTES: tuple[Route, ...] = (
    post("/pages/{page_id:int}/form", fill_in, *STAFF),
    post("/receipts/{receipt_id:int}/sender", bind, *STAFF),
    post("/receipts/{receipt_id:int}/ask", ask, *STAFF),
)
