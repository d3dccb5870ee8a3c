"""The form view: correct a form, save it, go on to the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from starlette.exceptions import HTTPException
from starlette.responses import Response

from review.choices import Decisions, Typed, decisions
from review.form_model import FormView, form_view, with_typed
from review.visit import Visit
from storage.access import looked
from storage.agency_names import agency_names
from storage.corrections import Save, StaleForm, save
from storage.open_form import OpenForm, forms_waiting, last_save, next_form, open_form
from storage.thai_text import thai_digits


def show(visit: Visit) -> Response:
    """The form with its page."""
    opened = _opened(visit)
    return _page(visit, form_view(opened, visit.office.settings.forms))


def correct(visit: Visit) -> Response:
    """Save what was typed; a save of an older form, or of one with a problem, comes back with all that was typed."""
    opened = _opened(visit)
    view = form_view(opened, visit.office.settings.forms)
    typed, outside = _typed(visit, view), visit.text("outside") == "1"
    if visit.text("version") != str(view.version) or view.state == "withdrawn":
        return _stale(visit, view, typed)
    made = decisions(view, typed, agency_names(visit.office.engine), opened.form.agency_id, outside)
    if made.problems:
        return _wrong(visit, view, typed, made)
    wanted = Save(view.form_id, view.version, visit.user.id, datetime.now(UTC), made.choices, made.agency_id)
    try:
        save(visit.office.engine, wanted)
    except StaleForm:
        return _stale(visit, form_view(_opened(visit), visit.office.settings.forms), typed)
    return _go_on(visit, view)


def following(visit: Visit) -> Response:
    """The waiting form after this one (`?after=`), or the queue."""
    after = visit.query("after")
    form_id = next_form(visit.office.engine, int(after) if after.isascii() and after.isdecimal() and len(after) < 10 else None)
    return visit.go(f"/forms/{form_id}" if form_id else "/")


def _opened(visit: Visit) -> OpenForm:
    opened = open_form(visit.office.engine, visit.number("form_id"))
    if opened is None:
        raise HTTPException(404)
    return opened


def _typed(visit: Visit, view: FormView) -> dict[str, Typed]:
    """What was posted, by field."""
    names = [field.name for field in view.fields if f"value-{field.name}" in visit.form]
    return {name: Typed(visit.text(f"value-{name}"), visit.text(f"mark-{name}", "value"), visit.text(f"was-{name}")) for name in names}


def _stale(visit: Visit, view: FormView, typed: Mapping[str, Typed]) -> Response:
    """What the person touched stays in the inputs, beside what is stored now; the rest shows what is stored now."""
    touched = {name: (one.text, one.mark) for name, one in typed.items() if f"{one.mark}|{one.text}" != one.was}
    saved = last_save(visit.office.engine, view.form_id)
    return _page(visit, with_typed(view, touched, {}, stale=True), 409, stale={"by": saved})


def _wrong(visit: Visit, view: FormView, typed: Mapping[str, Typed], made: Decisions) -> Response:
    kept = with_typed(view, {name: (one.text, one.mark) for name, one in typed.items()}, made.problems, stale=False)
    fields = tuple(replace(f, outside_offered=f.outside_offered or f.name in made.problems) for f in kept.fields)
    return _page(visit, replace(kept, fields=fields), 422, wrong=len(made.problems))


def _go_on(visit: Visit, view: FormView) -> Response:
    said = f"บันทึกแบบตอบของรายการรับเข้าที่ {thai_digits(view.number)}/{thai_digits(view.year)} หน้า {thai_digits(view.page_number)} แล้ว"
    form_id = next_form(visit.office.engine, view.form_id)
    return visit.go(f"/forms/{form_id}", said) if form_id else visit.go("/", f"{said} ไม่มีแบบตอบรอตรวจอีก")


def _page(visit: Visit, view: FormView, status: int = 200, **context: object) -> Response:
    looked(visit.office.engine, visit.user.id, "form", view.form_id)
    agencies = [agency.name for agency in agency_names(visit.office.engine)]
    waiting = forms_waiting(visit.office.engine)
    return visit.page("form.html", status, **{"view": view, "agencies": agencies, "waiting": waiting, "stale": None, "wrong": 0, **context})
