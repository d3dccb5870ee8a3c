"""Papers that people take away: tables, letters, lists. What makes them lies outside these pages and is handed in."""

from __future__ import annotations

from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.responses import Response

from review.routes import Route, page
from review.visit import STAFF, Visit
from storage.access import looked

PERSONAL = ("directory", "register", "stamped")


def download(visit: Visit) -> Response:
    """A paper, made now. Who takes personal data away is in the log."""
    kind = str(visit.request.path_params["kind"])
    make = visit.office.settings.papers
    paper = make(kind, visit.number("subject")) if make else None
    if paper is None:
        raise HTTPException(404)
    if kind.split(".")[0] in PERSONAL:
        looked(visit.office.engine, visit.user.id, "export", visit.number("subject"))
    heads = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(paper.name)}"}
    return Response(paper.content, media_type=paper.media_type, headers=heads)


ROUTES: tuple[Route, ...] = (page("/papers/{kind}/{subject:int}", download, *STAFF),)
