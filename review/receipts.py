"""The list of receipts, and one receipt with what a person can do about it."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import Response

from review.visit import SUPERVISOR, Visit
from rules.text import arabic_digits
from storage.access import looked
from storage.receipt_list import A_PAGE, Whole, receipts, whole_receipt
from storage.settle import CannotSettle, not_ours, settle
from storage.states import STATES, WAITING

ACTIONS = {"not-ours": (not_ours, "บันทึกว่าไม่ใช่เรื่องของกลุ่มงานแล้ว"), "settled": (settle, "บันทึกว่าตรวจแล้ว ไม่มีแบบตอบ แล้ว")}
CHANGED = "รายการนี้เปลี่ยนไปแล้ว ระบบจึงยังไม่ได้บันทึก กรุณาดูสถานะปัจจุบันด้านล่าง"


def show_all(visit: Visit) -> Response:
    """The list: of one state or all, searched, a page at a time."""
    state = visit.query("state") if visit.query("state") in STATES else None
    search, page = arabic_digits(visit.query("q"))[:200], visit.query("page")
    number = int(page) if page.isascii() and page.isdecimal() and int(page[:6]) > 0 and len(page) < 6 else 1
    count, listed = receipts(visit.office.engine, state, search, number)
    last = max(1, -(-count // A_PAGE))
    return visit.page(
        "receipts.html", listed=listed, count=count, state=state, search=visit.query("q"), number=number, last=last, states=STATES
    )


def show(visit: Visit) -> Response:
    """One receipt with its documents, pages, forms and reasons."""
    whole = _whole(visit)
    looked(visit.office.engine, visit.user.id, "receipt", whole.receipt.id)
    waiting = any(form.state == "waiting" for form in whole.forms)
    done = any(form.state == "done" for form in whole.forms)
    may = whole.state == WAITING and visit.user.duty == SUPERVISOR
    actions = [name for name, wanted in (("settled", not waiting), ("not-ours", not done)) if may and wanted]
    left = whole.state == WAITING and not may and not waiting
    return visit.page(
        "receipt.html", whole=whole, actions=actions, left_to_supervisor=left, forms={form.page_id: form for form in whole.forms}
    )


def act(visit: Visit) -> Response:
    """Settle it, or say that it is none of ours."""
    receipt = _whole(visit).receipt
    if visit.text("action") not in ACTIONS:
        raise HTTPException(404)
    action, said = ACTIONS[visit.text("action")]
    try:
        action(visit.office.engine, receipt.id, visit.user.id)
    except CannotSettle:
        return visit.go(f"/receipts/{receipt.id}", CHANGED)
    return visit.go("/", said)


def _whole(visit: Visit) -> Whole:
    whole = whole_receipt(visit.office.engine, visit.number("receipt_id"))
    if whole is None:
        raise HTTPException(404)
    return whole
