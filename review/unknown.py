"""Forms of which nobody knows the agency: bind them to one of the roster, and the sender is known from then on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.exceptions import HTTPException
from starlette.responses import Response

from review import completion
from review.form_model import Strip
from review.form_view import strip_of
from review.routes import Route, page, post
from review.values import agency_of, whole
from review.visit import STAFF, Visit
from storage.access import looked
from storage.agency_names import agency_names
from storage.corrections import Choice, InHand, Save, StaleForm, save
from storage.open_form import open_form
from storage.unknown import Unknown, unknown_forms

MOST_OFFERED = 3
BOUND = "ผูกกับหน่วยงานแล้ว เมื่อแบบตอบตรวจแล้ว ระบบจะจำผู้ส่งไว้ด้วย"
NO_AGENCY = "ไม่พบหน่วยงานนี้ในบัญชีหน่วยงาน กรุณาพิมพ์ชื่อให้ตรงกับบัญชี หรือเพิ่มหน่วยงานในหน้าบัญชีหน่วยงาน"
CHANGED = "แบบตอบนี้เปลี่ยนไปแล้ว หรือผู้อื่นกำลังแก้ไขอยู่ จึงยังไม่ได้บันทึก"


@dataclass(frozen=True, slots=True)
class Line:
    """A form with its strip, and the agencies that may be meant."""

    one: Unknown
    strip: Strip | None
    offers: tuple[str, ...]


def show(visit: Visit) -> Response:
    """All of them, the oldest first."""
    count, found = unknown_forms(visit.office.engine)
    looked(visit.office.engine, visit.user.id, "form")
    names = agency_names(visit.office.engine)
    lines = []
    for one in found:
        offers = completion.agencies(one.field.value, names)[:MOST_OFFERED] if one.field else ()
        lines.append(Line(one, strip_of(one.field, one.page) if one.field else None, offers))
    return visit.page("unknown.html", lines=lines, count=count)


def bind(visit: Visit) -> Response:
    """The form is this agency's, a person says. The rest of the form stays as it is."""
    opened = open_form(visit.office.engine, visit.number("form_id"))
    if opened is None:
        raise HTTPException(404)
    form, agency = opened.form, agency_of(agency_names(visit.office.engine), visit.text("value-agency"))
    if agency is None:
        return visit.go("/unknown", NO_AGENCY)
    choices = {field.name: Choice(agency.name) for field in form.fields if field.kind == "agency"}
    try:
        save(visit.office.engine, Save(form.id, whole(visit.text("version")) or 0, visit.user.id, datetime.now(UTC), choices, agency.id))
    except (StaleForm, InHand):
        return visit.go("/unknown", CHANGED)
    return visit.go("/unknown", BOUND, f"/forms/{form.id}/undo")


ROUTES: tuple[Route, ...] = (
    page("/unknown", show, *STAFF),
    post("/unknown/{form_id:int}", bind, *STAFF),
)
