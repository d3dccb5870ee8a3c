"""Pictures of pages and strips. A browser may keep them, but asks each time whether the person may still see them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from starlette.exceptions import HTTPException
from starlette.responses import Response

from review.pictures import page_picture, strip
from review.routes import Route, page
from review.visit import STAFF, Visit
from storage.access import looked_on
from storage.open_form import page_of, place_of
from storage.store import Damaged, NotInStore

CACHE = "private, no-cache"


def picture(visit: Visit) -> Response:
    """A page, upright."""
    page = page_of(visit.office.engine, visit.number("page_id"))
    if page is None:
        raise HTTPException(404)
    looked_on(visit.office.engine, visit.user.id, "page", page.id)
    return _png(visit, f"{page.image_sha256} {page.turn}", lambda: page_picture(visit.office.store, page))


def field_strip(visit: Visit) -> Response:
    """The strip of paper of a field."""
    found = place_of(visit.office.engine, visit.number("field_id"))
    if found is None or found[0].box is None:
        raise HTTPException(404)
    field, page = found
    box = field.box or []
    looked_on(visit.office.engine, visit.user.id, "form", field.form_id)
    return _png(visit, f"{page.image_sha256} {page.turn} {box}", lambda: strip(visit.office.store, page, box))


def _png(visit: Visit, version: str, make: Callable[[], bytes]) -> Response:
    tag = f'"{hashlib.sha256(version.encode()).hexdigest()[:32]}"'
    heads = {"ETag": tag, "Cache-Control": CACHE}
    if visit.request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=heads)
    try:
        return Response(make(), media_type="image/png", headers=heads)
    except (NotInStore, Damaged) as error:
        raise HTTPException(404) from error


ROUTES: tuple[Route, ...] = (
    page("/pages/{page_id:int}/picture", picture, *STAFF),
    page("/fields/{field_id:int}/strip", field_strip, *STAFF),
)
