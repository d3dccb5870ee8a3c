"""Circulars and their ledgers: made, copied, filled in, extended, closed; who has answered; marks by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select
from starlette.exceptions import HTTPException
from starlette.responses import Response

from review.routes import Route, page, post
from review.visit import STAFF, SUPERVISOR, Visit
from rules.text import arabic_digits
from storage import belonging, circulars, marks
from storage.circulars import ASKED, CircularError, NewCircular
from storage.engine import reading, writing
from storage.groups import GROUPS
from storage.ledger import ledger
from storage.marks import MarkRefused
from storage.office_days import office_days
from storage.tables import Agency, Circular, Receipt
from storage.thai_text import BANGKOK, ERA, bangkok_date
from storage.working_days import days_left

STATES = ("unanswered", "received", "checked", "wrong-form", "incomplete", "excused")


def show_all(visit: Visit) -> Response:
    """All circulars, those open first, and returns of which nobody knows yet to which they belong."""
    today = bangkok_date(datetime.now(UTC))
    with reading(visit.office.engine) as session:
        days = office_days(session)
        rows = session.scalars(select(Circular).order_by(Circular.closed_at.is_not(None), Circular.due_on.desc(), Circular.id.desc())).all()
        listed = [(row, ledger(session, row.id)) for row in rows]
        waiting = []
        for form in belonging.unassigned(session):
            fitting = belonging.fitting(session, session.get_one(Receipt, form.receipt_id), form.definition, form.agency_id)
            waiting.append((form.id, form.receipt_id, form.agency.name if form.agency else "", fitting))
    forms = [(form.id, form.title) for form in visit.office.settings.forms]
    left = {row.id: days_left(row.due_on, today, days) for row, _ in listed}
    return visit.page("circulars.html", listed=listed, left=left, waiting=waiting, forms=forms, kinds=GROUPS, asked=ASKED)


def make(visit: Visit) -> Response:
    """A new circular, or a copy of an earlier one."""
    now, code = datetime.now(UTC), visit.text("code")
    try:
        with writing(visit.office.engine) as session:
            earlier = visit.text("copy")
            if earlier.isdecimal():
                made = circulars.copy(session, int(earlier), code, day_of(visit, "due_on"), now)
            else:
                asked = {kind: visit.text(f"asked-{kind}", "no") for kind in GROUPS}
                facts = {"number": visit.text("number") or None, "dated": day_of(visit, "dated"), "due_on": day_of(visit, "due_on")}
                new = NewCircular(code, visit.text("subject"), visit.text("form"), asked, **facts)  # type: ignore[arg-type]
                made = circulars.create(session, new, now)
            made_id = made.id
    except (CircularError, LookupError):
        return visit.go("/circulars", "ยังไม่ได้สร้าง กรุณาระบุรหัสที่ยังไม่เคยใช้ และเรื่อง")
    return visit.go(f"/circulars/{made_id}", "สร้างหนังสือเวียนแล้ว")


def show(visit: Visit) -> Response:
    """The ledger of one."""
    circular_id = visit.number("circular_id")
    with reading(visit.office.engine) as session:
        circular = _known(session.get(Circular, circular_id))
        found = ledger(session, circular_id)
        context: dict[str, Any] = {
            "history": circulars.due_history(session, circular_id),
            "groups": circulars.asked_by_group(session, circular_id),
            "through": circulars.asked_through(session, circular_id),
            "offices": circulars.district_offices(session),
            "left": days_left(circular.due_on, bangkok_date(datetime.now(UTC)), office_days(session)),
        }
        agencies = session.execute(select(Agency.id, Agency.name).where(Agency.active).order_by(Agency.ordinal)).all()
    state = visit.query("state") if visit.query("state") in STATES else ""
    lines = [line for line in found.lines if not state or line.state == state]
    shown: dict[str, Any] = {"circular": circular, "ledger": found, "lines": lines, "state": state, "states": STATES}
    return visit.page("circular.html", **context, **shown, agencies=agencies, asked=ASKED)


def change(visit: Visit) -> Response:
    """Fill in, move the due day, close or open, ask a group otherwise, mark an addressee."""
    circular_id, action = visit.number("circular_id"), visit.text("action")
    if action not in _ACTIONS or (action != "mark" and visit.user.duty != SUPERVISOR):
        raise HTTPException(403 if action in _ACTIONS else 404)
    try:
        _ACTIONS[action](visit, circular_id)
    except (CircularError, MarkRefused) as refused:
        return visit.go(f"/circulars/{circular_id}", f"ยังไม่ได้บันทึก {refused}")
    except LookupError as error:
        raise HTTPException(404) from error
    return visit.go(f"/circulars/{circular_id}", "บันทึกแล้ว")


def choose(visit: Visit) -> Response:
    """To which circular a return belongs, a person says."""
    chosen = visit.text("circular")
    if not chosen.isdecimal():
        raise HTTPException(404)
    try:
        with writing(visit.office.engine) as session:
            belonging.choose(session, visit.number("form_id"), int(chosen), visit.user.id, datetime.now(UTC))
    except LookupError as error:
        raise HTTPException(404) from error
    return visit.go("/circulars", "บันทึกหนังสือเวียนของแบบตอบแล้ว")


def day_of(visit: Visit, name: str) -> date | None:
    """A posted day: as a browser sends it (2018-03-23), or typed as ๒๓/๓/๒๕๖๑."""
    text = arabic_digits(visit.text(name))
    try:
        if text.count("/") == 2:
            day, month, year = (int(part) for part in text.split("/"))
            return date(year - ERA if year > 2400 else year, month, day)
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _fill_in(visit: Visit, circular_id: int) -> None:
    facts: dict[str, object] = {name: visit.text(name) for name in ("subject", "send_to", "call", "urgency")}
    facts |= {"number": visit.text("number") or None, "dated": day_of(visit, "dated")}
    with writing(visit.office.engine) as session:
        circulars.fill_in(session, circular_id, facts, visit.user.id, datetime.now(UTC))


def _move_due(visit: Visit, circular_id: int) -> None:
    with writing(visit.office.engine) as session:
        circulars.move_due(session, circular_id, day_of(visit, "due_on"), visit.text("reason"), visit.user.id, datetime.now(UTC))


def _close(visit: Visit, circular_id: int) -> None:
    with writing(visit.office.engine) as session:
        circulars.set_closed(session, circular_id, visit.text("closed") == "1", visit.user.id, datetime.now(UTC))


def _ask(visit: Visit, circular_id: int) -> None:
    chosen = [int(one) for one in visit.form.getlist("agency") if isinstance(one, str) and one.isdecimal()]
    with writing(visit.office.engine) as session:
        group = visit.text("group")
        if group:
            chosen += session.scalars(select(Agency.id).where(Agency.kind == group, Agency.active)).all()
        through = int(visit.text("through")) if visit.text("through").isdecimal() else None
        circulars.set_asked(session, circular_id, chosen, visit.text("asked"), visit.user.id, datetime.now(UTC), through)


def _mark(visit: Visit, circular_id: int) -> None:
    agency, on = visit.text("agency"), day_of(visit, "answered_on")
    at = datetime(on.year, on.month, on.day, 12, tzinfo=BANGKOK) if on else None
    with writing(visit.office.engine) as session:
        marks.mark(session, circular_id, int(agency or 0), visit.text("mark"), visit.text("reason"), visit.user.id, datetime.now(UTC), at)


def _known(circular: Circular | None) -> Circular:
    if circular is None:
        raise HTTPException(404)
    return circular


_ACTIONS = {"fill-in": _fill_in, "due": _move_due, "close": _close, "ask": _ask, "mark": _mark}


ROUTES: tuple[Route, ...] = (
    page("/circulars", show_all, *STAFF),
    post("/circulars", make, SUPERVISOR),
    page("/circulars/{circular_id:int}", show, *STAFF),
    post("/circulars/{circular_id:int}", change, *STAFF),
    post("/forms/{form_id:int}/circular", choose, *STAFF),
)
