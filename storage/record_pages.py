"""The pages that a run read, and which of them need a person."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from ocr import serial
from rules.types import Covering, OtherPage
from storage.store import Store
from storage.supersede import Earlier
from storage.tables import CoveringLetter, Document, Page, Run
from storage.types import FileResult, PageResult

NOT_READ = OtherPage("other", "not-read", "หน้านี้ยังไม่ได้อ่าน โปรดเปิดดูภาพหน้าเอกสาร")
BESIDE_A_FORM = ("letter", "cover", "table", "blank")


@dataclass(frozen=True, slots=True)
class PageFiles:
    """Where a page's picture and its reading stand in the store."""

    image: str
    reading: str | None


def page_results(result: FileResult) -> list[PageResult]:
    """A result for every page that was unpacked; one that the reading left out is said to be unread."""
    read = {page.page.number: page for page in result.pages}
    return [read.get(page.number) or PageResult(page, None, other=NOT_READ) for page in result.unpacked.pages]


def keep_files(store: Store, page: PageResult) -> PageFiles:
    """Put a page's picture and its reading into the store."""
    return PageFiles(store.put_file(page.page.image), store.put(serial.dumps(page.reading)) if page.reading else None)


def page_state(page: PageResult, earlier: Earlier, *, has_form: bool, ours: bool) -> str:
    """`form`, `settled`, `aside` or `waiting` (`storage.tables.pages`). has_form: some page of the receipt holds one.

    What goes with a form (letter, cover, list, empty sheet) needs nobody; a receipt without any form does, whole: which of
    its pages ought to hold one nobody knows.
    """
    number = page.page.number
    if page.form or number in earlier.forms:
        return "form"
    if number in earlier.settled:
        return "settled"
    return "aside" if not ours or (has_form and _other(page).kind in BESIDE_A_FORM) else "waiting"


def write_page(session: Session, run: Run, document: Document, result: PageResult, state: str, files: PageFiles) -> Page:
    """The row of a page."""
    page, other = result.page, None if state == "form" else _other(result)
    row = Page(
        document_id=document.id,
        run_id=run.id,
        number=page.number,
        image_sha256=files.image,
        reading_sha256=files.reading,
        width=page.width,
        height=page.height,
        dpi=page.dpi,
        scale_x=page.scale[0],
        scale_y=page.scale[1],
        turn=result.reading.upright.turn if result.reading else 0,
        kind=other.kind if other else "form",
        state=state,
        reason_code=other.code if other else None,
        reason=other.reason if other else None,
    )
    session.add(row)
    session.flush()
    if other and other.covering:
        session.add(_covering(row.id, other.covering))
    return row


def _covering(page_id: int, told: Covering) -> CoveringLetter:
    return CoveringLetter(
        page_id=page_id, number=told.number[:64], dated=told.dated, sender=told.sender, subject=told.subject, circular=told.circular[:64]
    )


def _other(page: PageResult) -> OtherPage:
    return page.other or NOT_READ
