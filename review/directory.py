"""The directory of coordinators (ทำเนียบผู้ประสานงาน)."""

from __future__ import annotations

from starlette.responses import Response

from review.routes import Route, page
from review.values import TELEPHONES, shown
from review.visit import STAFF, Visit
from rules.text import digits, key
from storage.access import looked
from storage.directory_list import Entry, directory

LEAST_DIGITS = 4


def show(visit: Visit) -> Response:
    """The rows in force that hold what is searched for: words in any order, or a telephone in any form."""
    looked(visit.office.engine, visit.user.id, "directory")
    rows, search = directory(visit.office.engine), visit.query("q")
    found = [row for row in rows if _holds(row, search)]
    return visit.page("directory.html", rows=found, count=len(rows), search=search)


def _holds(row: Entry, search: str) -> bool:
    if len(digits(search)) >= LEAST_DIGITS:
        numbers = (digits(shown(row.values.get(kind, ""), kind)) for kind in TELEPHONES)
        return any(digits(search) in number for number in numbers) or digits(search) in digits(row.values.get("line_id", ""))
    text = key(" ".join((row.agency, row.district, *row.values.values())))
    return all(key(word) in text for word in search.split())


ROUTES: tuple[Route, ...] = (page("/directory", show, *STAFF),)
