"""Days that the office settles itself: special holidays, Saturdays worked."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.responses import Response

from review.circulars import day_of
from review.routes import Route, page, post
from review.visit import STAFF, SUPERVISOR, Visit
from storage.engine import reading, writing
from storage.office_days import listed, settle_day

WORKING = {"works": True, "off": False, "calendar": None}


def show(visit: Visit) -> Response:
    """The settled days."""
    with reading(visit.office.engine) as session:
        return visit.page("days.html", days=listed(session))


def settle(visit: Visit) -> Response:
    """Settle a day, or leave it to the calendar again."""
    day, how = day_of(visit, "day"), visit.text("working")
    if day is None or how not in WORKING:
        return visit.go("/days", "ยังไม่ได้บันทึก กรุณาเลือกวัน")
    with writing(visit.office.engine) as session:
        settle_day(session, day, WORKING[how], visit.text("note")[:200], visit.user.id, datetime.now(UTC))
    return visit.go("/days", "บันทึกวันของสำนักงานแล้ว")


ROUTES: tuple[Route, ...] = (page("/days", show, *STAFF), post("/days", settle, SUPERVISOR))
