"""The receive register (ทะเบียนหนังสือรับ): its lines by year; a line for a receipt, changed, cancelled in place."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.responses import Response

from review.circulars import day_of
from review.routes import Route, page, post
from review.values import whole
from review.visit import STAFF, Visit
from rules.text import arabic_digits
from storage import register
from storage.access import looked
from storage.engine import reading, writing
from storage.register import RegisterRefused
from storage.tables import Receipt, RegisterEntry
from storage.thai_text import bangkok_date, buddhist_year


def show(visit: Visit) -> Response:
    """The register of a year (`?year=`), this year's without."""
    asked = whole(visit.query("year"), 4) or 0
    year = asked if asked > 999 else buddhist_year(bangkok_date(datetime.now(UTC)))
    with reading(visit.office.engine) as session:
        found, years = register.entries(session, year), register.years(session)
    looked(visit.office.engine, visit.user.id, "register")
    return visit.page("register.html", entries=found, year=year, years=years, own=visit.office.settings.own_register)


def enter(visit: Visit) -> Response:
    """A line for a receipt, named by its intake number: a number of the own register, or the central register's as typed in."""
    settings, now = visit.office.settings, datetime.now(UTC)
    year, central = visit.text("year"), visit.text("central")
    try:
        with writing(visit.office.engine) as session:
            receipt_id = _receipt(session, visit.text("intake"))
            if settings.own_register:
                register.register_by_hand(session, receipt_id, True, visit.user.id, now, settings.office)
            else:
                register.type_central(session, receipt_id, central, visit.user.id, now, settings.office)
    except RegisterRefused as refused:
        return visit.go("/register", str(refused))
    if visit.text("back") == "receipt":
        return visit.go(f"/receipts/{receipt_id}", "ลงทะเบียนรับแล้ว")
    return visit.go(f"/register?year={year}" if year.isdecimal() else "/register", "ลงทะเบียนรับแล้ว")


def _receipt(session: Session, typed: str) -> int:
    """The receipt of an intake number such as ๑๒/๒๕๖๑. Raises RegisterRefused."""
    number, _, year = arabic_digits(typed).partition("/")
    found = None
    if number.isdecimal() and year.isdecimal() and len(number + year) < 14:
        found = session.scalar(select(Receipt.id).where(Receipt.number == int(number), Receipt.year == int(year)))
    if found is None:
        raise RegisterRefused("ไม่พบรายการรับเข้าลำดับนี้ กรุณาพิมพ์เช่น ๑๒/๒๕๖๑")
    return found


def change(visit: Visit) -> Response:
    """Change what a line says, or cancel it."""
    entry_id, now = visit.number("entry_id"), datetime.now(UTC)
    facts: dict[str, object] = {name: visit.text(name) for name in ("from_whom", "to_whom", "subject", "handling", "note")}
    facts |= {"letter_number": visit.text("letter_number") or None, "letter_dated": day_of(visit, "letter_dated")}
    try:
        with writing(visit.office.engine) as session:
            if session.get(RegisterEntry, entry_id) is None:
                raise HTTPException(404)
            if visit.text("action") == "cancel":
                register.cancel(session, entry_id, visit.text("why"), visit.user.id, now)
            else:
                register.edit(session, entry_id, facts, visit.user.id, now)
    except RegisterRefused as refused:
        return visit.go("/register", str(refused))
    return visit.go("/register", "บันทึกแล้ว")


ROUTES: tuple[Route, ...] = (
    page("/register", show, *STAFF),
    post("/register/{entry_id:int}", change, *STAFF),
    post("/register", enter, *STAFF),
)
