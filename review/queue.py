"""The queue: what waits for a person, the account, and how far the circulars have come."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from starlette.responses import Response

from review.routes import Route, page
from review.values import whole
from review.visit import ADMINISTRATOR, EVERYONE, STAFF, Visit
from storage.open_form import next_form
from storage.progress import progress
from storage.queue import A_PAGE, queue
from storage.queue_order import KINDS, SORTS, Wanted


def show(visit: Visit) -> Response:
    """All that waits, in the wanted order. An administrator's work begins elsewhere."""
    if visit.user.duty == ADMINISTRATOR:
        return visit.go("/people")
    now, wanted = datetime.now(UTC), _wanted(visit)
    found = queue(visit.office.engine, wanted, now)
    last = max(1, -(-found.count // A_PAGE))
    listed: dict[str, Any] = {"found": found, "wanted": wanted, "last": last, "sorts": SORTS, "kinds": KINDS, "now": now}
    if "hx-request" in visit.request.headers:
        return visit.part("queue_list.html", **listed, person=visit.person)
    following = next_form(visit.office.engine, None, visit.user.id, now)
    return visit.page("queue.html", **listed, next=following)


def show_progress(visit: Visit) -> Response:
    """How far the open circulars have come: asked for once the list is on the screen."""
    return visit.part("progress.html", progress=progress(visit.office.engine))


def _wanted(visit: Visit) -> Wanted:
    sort, kind, number = visit.query("sort"), visit.query("kind"), whole(visit.query("page"), 5) or 1
    return Wanted(sort if sort in SORTS else SORTS[0], kind if kind in KINDS else KINDS[0], visit.query("q")[:200], number)


ROUTES: tuple[Route, ...] = (
    page("/", show, *EVERYONE),
    page("/progress", show_progress, *STAFF),
)
