"""Papers that cannot serve and were asked for again: whom to reach, until a new one has come."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.responses import Response

from review.routes import Route, page, post
from review.visit import STAFF, Visit
from storage.access import looked
from storage.ask_again import askings, settle_asking

SETTLED = "นำออกจากรายการขอให้ส่งใหม่แล้ว"


def show(visit: Visit) -> Response:
    """All that were asked and have not sent yet."""
    looked(visit.office.engine, visit.user.id, "asked")
    found, draft = askings(visit.office.engine), visit.office.settings.draft_text
    return visit.page("asked.html", askings=found, drafts={one.id: draft(one) for one in found} if draft else {})


def settle(visit: Visit) -> Response:
    """A new paper came, or nobody waits for one any more."""
    settle_asking(visit.office.engine, visit.number("asking_id"), visit.user.id, datetime.now(UTC))
    return visit.go("/asked", SETTLED, f"/undo/asking/{visit.number('asking_id')}")


ROUTES: tuple[Route, ...] = (
    page("/asked", show, *STAFF),
    post("/asked/{asking_id:int}", settle, *STAFF),
)
