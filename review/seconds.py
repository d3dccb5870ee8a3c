"""Second papers of an agency whose coordinator's name differs: a person says what they are."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.responses import Response

from review.routes import Route, page, post
from review.visit import STAFF, Visit
from storage import directory
from storage.access import looked
from storage.engine import reading, writing
from storage.second_papers import RELATIONS, pairs
from storage.tables import Field


def show(visit: Visit) -> Response:
    """Both papers side by side, where they differ."""
    with reading(visit.office.engine) as session:
        found = []
        for pair in pairs(session):
            values = {form.id: _values(session, form.id) for form in (pair.form, pair.earlier)}
            found.append((pair, values[pair.earlier.id], values[pair.form.id]))
    looked(visit.office.engine, visit.user.id, "form")
    return visit.page("seconds.html", found=found, relations=RELATIONS)


def decide(visit: Visit) -> Response:
    """What the second paper is."""
    try:
        with writing(visit.office.engine) as session:
            directory.decide(session, visit.number("form_id"), visit.text("relation"), visit.user.id, datetime.now(UTC))
    except (LookupError, ValueError) as error:
        raise HTTPException(404) from error
    return visit.go("/seconds", "บันทึกแล้ว")


def _values(session: Session, form_id: int) -> dict[str, Field]:
    rows = session.scalars(select(Field).where(Field.form_id == form_id, Field.kind != "agency").order_by(Field.ordinal))
    return {field.name: field for field in rows}


ROUTES: tuple[Route, ...] = (page("/seconds", show, *STAFF), post("/seconds/{form_id:int}", decide, *STAFF))
