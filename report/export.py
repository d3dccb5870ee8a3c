"""The directory of coordinators as rows and as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import TextIO

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from rules.telephone import people_form
from storage.tables import Agency, Coordinator
from storage.words import word

COLUMNS = ("title", "first_name", "last_name", "position", "affiliation", "phone", "mobile", "email", "line_id")
TELEPHONES = ("phone", "mobile")
BOM = "\ufeff"


def directory_rows(session: Session) -> Iterator[list[str]]:
    """A head, then each agency in the roster's order with its coordinators in force; telephones as people write them."""
    yield [word("agency"), *map(word, COLUMNS)]
    rows = select(Coordinator, Agency.name).join(Agency, Coordinator.agency_id == Agency.id)
    rows = rows.where(Coordinator.until.is_(None), Coordinator.restricted_at.is_(None))
    ordered = rows.order_by(Agency.ordinal, Agency.id, Coordinator.id).options(selectinload(Coordinator.values))
    for coordinator, agency in session.execute(ordered):
        values = {value.name: value.value for value in coordinator.values}
        yield [agency, *(_shown(column, values.get(column, "")) for column in COLUMNS)]


def directory_csv(session: Session, out: TextIO) -> None:
    """Write the directory as CSV with a byte order mark, by which spreadsheets know UTF-8. Open `out` with newline=''.

    A cell that a spreadsheet would take for a formula gets an apostrophe in front: what stands on a fax must not be run.
    """
    out.write(BOM)
    csv.writer(out).writerows([_harmless(cell) for cell in row] for row in directory_rows(session))


def _shown(column: str, value: str) -> str:
    return people_form(value) if column in TELEPHONES and value else value


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
