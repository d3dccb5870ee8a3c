"""How far each open circular has come: the same count as the report's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine

from storage.engine import reading
from storage.ledger import ledger, open_circulars

MOST = 4


@dataclass(frozen=True, slots=True)
class Progress:
    """Of those that a circular asks: checked, received and not yet checked, other paper came (wrong or incomplete), unanswered."""

    subject: str
    due_on: date | None
    expected: int
    checked: int
    received: int
    other: int
    unanswered: int

    @property
    def answered(self) -> int:
        """As the report counts: a form came, checked or not."""
        return self.checked + self.received


def progress(engine: Engine) -> Sequence[Progress]:
    """The open circulars that ask somebody, those due first in front."""
    with reading(engine) as session:
        books = [ledger(session, circular) for circular in open_circulars(session)[:MOST]]
    found = []
    for book in books:
        counts = book.counts()
        other = counts["wrong-form"] + counts["incomplete"]
        row = (book.expected(), counts["checked"], counts["received"], other, counts["unanswered"])
        found.append(Progress(book.subject, book.due_on, *row))
    return [one for one in found if one.expected]
