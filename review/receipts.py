"""The list of receipts, and one receipt with what a person can do about it."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from review.routes import Route, page, post
from review.values import whole
from review.visit import STAFF, SUPERVISOR, Visit
from rules.text import arabic_digits
from storage.access import looked
from storage.ask_again import WHYS
from storage.engine import reading
from storage.positions import positions
from storage.receipt_list import A_PAGE, Whole, receipts, whole_receipt
from storage.register import live_entry
from storage.settle import CannotSettle, not_ours, settle
from storage.states import STATES, WAITING
from storage.store import Damaged, NotInStore

ACTIONS = {"not-ours": (not_ours, "บันทึกว่าไม่ใช่เรื่องของกลุ่มงานแล้ว"), "settled": (settle, "บันทึกว่าตรวจแล้ว ไม่มีแบบตอบ แล้ว")}
MOST_TEXT = 20_000
CHANGED = "รายการนี้เปลี่ยนไปแล้ว ระบบจึงยังไม่ได้บันทึก กรุณาดูสถานะปัจจุบันด้านล่าง"


def show_all(visit: Visit) -> Response:
    """The list: of one state or all, searched, a page at a time."""
    state = visit.query("state") if visit.query("state") in STATES else None
    search, number = arabic_digits(visit.query("q"))[:200], whole(visit.query("page"), 5) or 1
    count, listed = receipts(visit.office.engine, state, search, number)
    last = max(1, -(-count // A_PAGE))
    shown: dict[str, Any] = {"listed": listed, "count": count, "number": number, "last": last}
    asked: dict[str, Any] = {"state": state, "search": visit.query("q"), "states": STATES}
    return visit.page("receipts.html", **shown, **asked, mailboxes=positions(visit.office.engine))


def show(visit: Visit) -> Response:
    """One receipt with its documents, pages, forms and reasons."""
    whole = _whole(visit)
    looked(visit.office.engine, visit.user.id, "receipt", whole.receipt.id)
    waiting = any(form.state == "waiting" for form in whole.forms)
    done = any(form.state == "done" for form in whole.forms)
    may = whole.state == WAITING and visit.user.duty == SUPERVISOR
    actions = [name for name, wanted in (("settled", not waiting), ("not-ours", not done)) if may and wanted]
    left = whole.state == WAITING and not may and not waiting
    forms = {page_id: [form for form in whole.forms if form.page_id == page_id] for page_id in {form.page_id for form in whole.forms}}
    known: dict[str, Any] = {"forms": forms, "definitions": visit.office.settings.forms, "whys": WHYS}
    with reading(visit.office.engine) as session:
        known |= {"registered": live_entry(session, whole.receipt.id), "own_register": visit.office.settings.own_register}
    known["mail"] = _mail(visit, whole) if whole.message and not whole.forms else ""
    return visit.page("receipt.html", whole=whole, actions=actions, left_to_supervisor=left, **known)


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
    return visit.go("/", said, f"/undo/receipt/{receipt.id}")


def _mail(visit: Visit, whole: Whole) -> str:
    """What the sender wrote, as plain text: the page escapes it, and no tag of it is ever markup."""
    try:
        read = visit.office.settings.mail_text
        return read(visit.office.store.get(whole.receipt.raw_sha256)).strip()[:MOST_TEXT] if read else ""
    except (NotInStore, Damaged):
        return ""


def _whole(visit: Visit) -> Whole:
    whole = whole_receipt(visit.office.engine, visit.number("receipt_id"))
    if whole is None:
        raise HTTPException(404)
    return whole


ROUTES: tuple[Route, ...] = (
    page("/receipts", show_all, *STAFF),
    page("/receipts/{receipt_id:int}", show, *STAFF),
    post("/receipts/{receipt_id:int}", act, SUPERVISOR),
)
