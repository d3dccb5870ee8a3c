"""Blind keying: a strip and an empty input. Nobody can tell whether the machine was sure of the field."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.responses import Response

from review.form_model import EMPTY
from review.form_view import label, strip_of
from review.routes import Route, page, post
from review.values import canonical, whole
from review.visit import STAFF, Visit
from storage.access import looked_on
from storage.blind import Keyed, key, next_to_key
from storage.open_form import place_of

KEPT = "บันทึกแล้ว"


def show(visit: Visit) -> Response:
    """The next strip, or the word that there is none."""
    found = next_to_key(visit.office.engine, visit.user.id, whole(visit.query("after")) or 0)
    if found is None:
        return visit.page("keying.html", field=None, strip=None, label="")
    field, sheet = found
    looked_on(visit.office.engine, visit.user.id, "keying", field.form_id)
    definition = visit.office.settings.forms[0] if visit.office.settings.forms else None
    return visit.page("keying.html", field=field, strip=strip_of(field, sheet), label=label(definition, field.name))


def keyed(visit: Visit) -> Response:
    """Keep what was typed and go on."""
    field_id, typed, mark = visit.number("field_id"), visit.text("value"), visit.text("mark")
    found = place_of(visit.office.engine, field_id)
    empty = mark if mark in EMPTY else None
    if found is None or not (typed or empty):
        return visit.go(f"/keying?after={field_id}")
    value, others = canonical(found[0].kind, typed) if typed else ("", ())
    said = Keyed(value, others, None if typed else empty)
    key(visit.office.engine, field_id, said, visit.user.id, datetime.now(UTC))
    return visit.go("/keying", KEPT, f"/undo/keyed/{field_id}")


ROUTES: tuple[Route, ...] = (
    page("/keying", show, *STAFF),
    post("/keying/{field_id:int}", keyed, *STAFF),
)
