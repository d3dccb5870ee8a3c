"""The queue: what waits for a person, and the account."""

from __future__ import annotations

from starlette.responses import Response

from review.visit import ADMINISTRATOR, Visit
from storage.open_form import next_form
from storage.queue import queue


def show(visit: Visit) -> Response:
    """All that waits, the oldest first. An administrator's work begins elsewhere."""
    if visit.user.duty == ADMINISTRATOR:
        return visit.go("/people")
    account, entries = queue(visit.office.engine)
    return visit.page("queue.html", account=account, entries=entries, next=next_form(visit.office.engine))
