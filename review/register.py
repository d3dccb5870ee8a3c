"""The receive register (ทะเบียนหนังสือรับ): its lines by year; a line for a receipt, changed, cancelled in place."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.exceptions import HTTPException
from starlette.responses import Response

from review.circulars import day_of
from review.gate import Route, page, post
from review.visit import STAFF, Visit
from storage import register
from storage.access import looked
from storage.engine import reading, writing
from storage.register import RegisterRefused
from storage.tables import Receipt, RegisterEntry
from storage.thai_text import bangkok_date, buddhist_year


def show(visit: Visit) -> Response:
    """The register of a year (`?year=`), this year's without."""
    asked = visit.query("year")
    year = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 else buddhist_year(bangkok_date(datetime.now(UTC)))
    with reading(visit.office.engine) as session:
        found, years = register.entries(session, year), register.years(session)
    looked(visit.office.engine, visit.user.id, "register")
    return visit.page("register.html", entries=found, year=year, years=years, own=visit.office.settings.own_register)


def enter(visit: Visit) -> Response:
    """A line for a receipt: a number of the own register, or the central register's as typed in."""
    settings, receipt_id, now = visit.office.settings, visit.number("receipt_id"), datetime.now(UTC)
    try:
        with writing(visit.office.engine) as session:
            if session.get(Receipt, receipt_id) is None:
                raise HTTPException(404)
            if settings.own_register:
                register.register_by_hand(session, receipt_id, True, visit.user.id, now, settings.office)
            else:
                register.type_central(session, receipt_id, visit.text("central"), visit.user.id, now, settings.office)
    except RegisterRefused as refused:
        return visit.go("/register", str(refused))
    return visit.go("/register", "ลงทะเบียนรับแล้ว")


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
    post("/receipts/{receipt_id:int}/register", enter, *STAFF),
)
