"""The form view: correct a form, save it, go on to the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from starlette.exceptions import HTTPException
from starlette.responses import Response

from review.choices import Decisions, decisions
from review.form_model import FormView, Said, Typed, with_typed
from review.form_view import as_typed, form_view
from review.keyboard import meant
from review.routes import Route, page, post
from review.values import whole
from review.visit import STAFF, Visit
from storage.access import looked
from storage.agency_names import agency_names
from storage.ask_again import WHYS
from storage.corrections import InHand, Save, StaleForm, save
from storage.open_form import OpenForm, beside, last_save, next_form, open_form
from storage.thai_text import thai_digits


def show(visit: Visit) -> Response:
    """The form with its page."""
    form = opened(visit)
    return _page(visit, form, view_of(visit, form))


def correct(visit: Visit) -> Response:
    """Save what was typed; a save of an older form, or of one with a problem, comes back with all that was typed."""
    form = opened(visit)
    view = view_of(visit, form)
    typed, outside = _typed(visit, view), visit.text("outside") == "1"
    if visit.resumed:
        return _resumed(visit, form, view, typed)
    if visit.text("version") != str(view.version) or view.state == "withdrawn":
        return _stale(visit, form, typed)
    made = decisions(view, typed, agency_names(visit.office.engine), form.form.agency_id, outside)
    if made.problems:
        return _wrong(visit, form, view, typed, made)
    wanted = Save(view.form_id, view.version, visit.user.id, datetime.now(UTC), made.choices, made.agency_id, visit.text("over") == "1")
    try:
        save(visit.office.engine, wanted)
    except StaleForm:
        return _stale(visit, opened(visit), typed)
    except InHand as held:
        return _page(visit, form, with_typed(view, typed, {}, stale=False), 409, holder=held.holder, refused=True)
    return _go_on(visit, view)


def following(visit: Visit) -> Response:
    """The waiting form after this one (`?after=`) that nobody else has in hand, or the queue."""
    form_id = next_form(visit.office.engine, whole(visit.query("after")), visit.user.id, datetime.now(UTC))
    return visit.go(f"/forms/{form_id}" if form_id else "/")


def opened(visit: Visit) -> OpenForm:
    """The form of the address."""
    form = open_form(visit.office.engine, visit.number("form_id"))
    if form is None:
        raise HTTPException(404)
    return form


def view_of(visit: Visit, form: OpenForm) -> FormView:
    """The form as its page shows it."""
    return form_view(form, visit.office.settings.forms, visit.office.store)


def _typed(visit: Visit, view: FormView) -> dict[str, Typed]:
    """What was posted, by field."""
    return {field.name: _of_field(visit, field.name) for field in view.fields if f"value-{field.name}" in visit.form}


def _of_field(visit: Visit, name: str) -> Typed:
    said = Said(visit.text(f"told-{name}"), visit.text(f"told-by-{name}"), visit.text(f"told-at-{name}"))
    incomplete = visit.text(f"incomplete-{name}") == "1"
    return Typed(visit.text(f"value-{name}"), visit.text(f"mark-{name}", "value"), visit.text(f"was-{name}"), incomplete, said)


def _touched(typed: Mapping[str, Typed]) -> dict[str, Typed]:
    return {name: one for name, one in typed.items() if one.touched}


def _stale(visit: Visit, form: OpenForm, typed: Mapping[str, Typed]) -> Response:
    """What the person touched stays in the inputs, beside what is stored now; the rest shows what is stored now."""
    saved = last_save(visit.office.engine, form.form.id)
    return _page(visit, form, with_typed(view_of(visit, form), _touched(typed), {}, stale=True), 409, stale={"by": saved})


def _resumed(visit: Visit, form: OpenForm, view: FormView, typed: Mapping[str, Typed]) -> Response:
    """After a lost session: what was typed is back in the inputs and not saved yet."""
    changed = visit.text("version") != str(view.version)
    return _page(visit, form, with_typed(view, _touched(typed), {}, stale=changed), resumed=True)


def _wrong(visit: Visit, form: OpenForm, view: FormView, typed: Mapping[str, Typed], made: Decisions) -> Response:
    kept = with_typed(view, typed, made.problems, stale=False)
    fields = tuple(
        replace(f, outside_offered=f.outside_offered or f.name in made.problems, meant=meant(f.kind, f.typed) if f.problem else None)
        for f in kept.fields
    )
    return _page(visit, form, replace(kept, fields=fields), 422, wrong=len(made.problems))


def _go_on(visit: Visit, view: FormView) -> Response:
    said = f"บันทึกแบบตอบของรายการรับเข้าที่ {thai_digits(view.number)}/{thai_digits(view.year)} หน้า {thai_digits(view.page_number)} แล้ว"
    form_id = next_form(visit.office.engine, view.form_id, visit.user.id, datetime.now(UTC))
    undo = f"/forms/{view.form_id}/undo"
    return visit.go(f"/forms/{form_id}", said, undo) if form_id else visit.go("/", f"{said} ไม่มีแบบตอบรอตรวจอีก", undo)


def _page(visit: Visit, form: OpenForm, view: FormView, status: int = 200, **context: object) -> Response:
    now = datetime.now(UTC)
    looked(visit.office.engine, visit.user.id, "form", view.form_id)
    others = beside(visit.office.engine, form.form, visit.user.id, now)
    fixed = {"view": view, "waiting": others.waiting, "whys": WHYS, "now": as_typed(now), "ahead": others.ahead}
    asked = {"stale": None, "wrong": 0, "holder": others.holder, "refused": False, "resumed": False}
    return visit.page("form.html", status, **{**fixed, **asked, **context})


ROUTES: tuple[Route, ...] = (
    page("/next", following, *STAFF),
    page("/forms/{form_id:int}", show, *STAFF),
    post("/forms/{form_id:int}", correct, *STAFF, resumable=True),
)
