"""The coordinators that an agency had, each value beside its strip of paper; who has joined the LINE group."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.exceptions import HTTPException
from starlette.responses import Response

from review.routes import Route, page, post
from review.visit import STAFF, Visit
from storage import coordinators
from storage.access import looked
from storage.engine import reading, writing
from storage.tables import Agency, Coordinator


def history(visit: Visit) -> Response:
    """From whom until when, the newest first."""
    agency_id = visit.number("agency_id")
    with reading(visit.office.engine) as session:
        agency, periods = session.get(Agency, agency_id), coordinators.history(session, agency_id)
    if agency is None:
        raise HTTPException(404)
    looked(visit.office.engine, visit.user.id, "directory", agency_id)
    return visit.page("coordinators.html", agency=agency, periods=periods)


def line_group(visit: Visit) -> Response:
    """Who has joined the LINE group and who has not, with a text for these."""
    with reading(visit.office.engine) as session:
        joined, missing = coordinators.in_line_group(session)
    text = visit.office.settings.join_text([name for _, name in missing]) if visit.office.settings.join_text else ""
    return visit.page("line_group.html", joined=joined, missing=missing, text=text)


def tick(visit: Visit) -> Response:
    """Tick that a coordinator has joined, or take the tick away."""
    coordinator_id = visit.number("coordinator_id")
    with writing(visit.office.engine) as session:
        if session.get(Coordinator, coordinator_id) is None:
            raise HTTPException(404)
        coordinators.tick(session, coordinator_id, visit.text("joined") == "1", visit.user.id, datetime.now(UTC))
    return visit.go("/line-group", "บันทึกแล้ว")


ROUTES: tuple[Route, ...] = (
    page("/agencies/{agency_id:int}/coordinators", history, *STAFF),
    page("/line-group", line_group, *STAFF),
    post("/line-group/{coordinator_id:int}", tick, *STAFF),
)
