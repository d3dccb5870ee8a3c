"""The papers of the review pages, made from this office's database, store and settings."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from report import directory_papers, register_papers
from report import line_text as texts
from report.ask_again_text import ask_again_text
from report.export import directory_csv
from report.memo import memo
from report.reminder import received, reminder
from report.workbook import ledger_book
from review.pictures import page_picture
from review.settings import Paper
from service.parts import Parts
from storage import register
from storage.ask_again import Asking, circular_of
from storage.engine import reading
from storage.ledger import Ledger, ledger
from storage.office_days import office_days
from storage.tables import Circular, Page, Run
from storage.thai_text import bangkok

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES = {
    "xlsx": XLSX,
    "docx": DOCX,
    "pdf": "application/pdf",
    "png": "image/png",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}


class OfficePapers:
    """Makes a paper by its kind; None where there is no such kind or nothing that it could be of."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def __call__(self, kind: str, subject: int) -> Paper | None:
        makers = _KINDS.get(kind)
        if makers is None:
            return None
        with reading(self._parts.engine) as session:
            content = makers(self._parts, session, subject)
        if content is None:
            return None
        name, _, form = kind.rpartition(".")
        return Paper(f"{name}-{bangkok(datetime.now(UTC)):%Y-%m-%d}.{form}", TYPES[form], content)


def line_text(found: Ledger, circular: Circular) -> str:
    """The text for the LINE group on who has not answered."""
    return texts.unanswered_text(found, circular.send_to, circular.call)


class Drafts:
    """The draft of asking for another paper, in the name of this office."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def __call__(self, asking: Asking) -> str:
        with reading(self._parts.engine) as session:
            circular = circular_of(session, asking.id)
        if circular is None:
            return ask_again_text(asking, self._parts.settings.office)
        due = circular.due_on if circular.due_on and circular.due_on >= _today().date() else None
        return ask_again_text(asking, self._parts.settings.office, circular.send_to, circular.call, due)


def join_text(agencies: list[str]) -> str:
    """The text for those who are not in the LINE group."""
    return texts.not_in_group_text(agencies, _today().date())


Maker = Callable[[Parts, Session, int], bytes | None]


def _of_circular(make: Callable[[Parts, Session, Circular, Ledger], bytes]) -> Maker:
    def made(parts: Parts, session: Session, subject: int) -> bytes | None:
        circular = session.get(Circular, subject)
        return make(parts, session, circular, ledger(session, subject)) if circular else None

    return made


def _today() -> datetime:
    return bangkok(datetime.now(UTC))


def _memo(parts: Parts, session: Session, circular: Circular, found: Ledger) -> bytes:
    return memo(found, _today().date(), office_days(session), parts.settings.office, parts.settings.letters)


def _stamped(parts: Parts, session: Session, receipt_id: int) -> bytes | None:
    entry = register.live_entry(session, receipt_id)
    pages = select(Page).join(Run, Run.id == Page.run_id).where(Run.receipt_id == receipt_id, Page.state != "superseded")
    sheets = [page_picture(parts.store, sheet) for sheet in session.scalars(pages.order_by(Page.number))]
    return register_papers.stamped(sheets, entry, parts.settings.office) if entry and sheets else None


def _csv(session: Session) -> bytes:
    out = io.StringIO(newline="")
    directory_csv(session, out)
    return out.getvalue().encode("utf-8")


_KINDS: dict[str, Maker] = {
    "ledger.xlsx": _of_circular(lambda parts, session, circular, found: ledger_book([found])),
    "memo.docx": _of_circular(_memo),
    "reminder-stamped.docx": _of_circular(
        lambda parts, session, circular, found: reminder(
            "reminder-stamped", circular, found, parts.settings.office, _today().date(), parts.settings.letters
        )
    ),
    "reminder-external.docx": _of_circular(
        lambda parts, session, circular, found: reminder(
            "reminder-external", circular, found, parts.settings.office, _today().date(), parts.settings.letters
        )
    ),
    "received.pdf": _of_circular(lambda parts, session, circular, found: received(found, _today(), "pdf")),
    "received.png": _of_circular(lambda parts, session, circular, found: received(found, _today(), "png")),
    "received.txt": _of_circular(lambda parts, session, circular, found: texts.received_text(found, _today()).encode()),
    "directory.xlsx": lambda parts, session, circular: directory_papers.directory_xlsx(session),
    "directory.csv": lambda parts, session, circular: _csv(session),
    "directory.docx": lambda parts, session, circular: directory_papers.directory_docx(
        session, circular or None, _today().date(), parts.settings.letters
    ),
    "directory.pdf": lambda parts, session, circular: directory_papers.directory_pdf(session, circular or None, _today().date()),
    "register.pdf": lambda parts, session, year: register_papers.register_pdf(register.entries(session, year), year, parts.settings.office),
    "register.xlsx": lambda parts, session, year: register_papers.register_xlsx(register.entries(session, year), year),
    "stamped.pdf": _stamped,
}
