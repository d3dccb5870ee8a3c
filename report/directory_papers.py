"""บัญชีรายชื่อผู้ประสานงาน: the directory as workbook, letter and print, in the order of the addressee list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from report.docx_letter import fill
from report.export import directory_rows
from report.register_papers import PAGES
from report.typeset import typeset
from report.workbook import saved, table
from rules.telephone import people_form
from storage.tables import Addressee, Agency, Coordinator
from storage.thai_text import date_day, thai_digits, unbroken
from storage.words import word

COLUMNS = ("ที่", "หน่วยงาน", "ชื่อ – นามสกุล", "ตำแหน่ง / สังกัด", "โทรศัพท์", "อีเมล / ไอดีไลน์")
WIDTHS = (46, 14, 20, 24, 30, 30, 26, 20, 32, 22)
Row = tuple[str, str, str, str, str, str]


def directory_xlsx(session: Session) -> bytes:
    """The coordinators in force, a value a cell; telephones as text, as people write them."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = word("directory")[:31]
    head, *rows = directory_rows(session)
    table(sheet, dict(zip(head, WIDTHS, strict=True)), rows)
    return saved(book)


def directory_docx(session: Session, circular_id: int | None, day: date, own: Path | None) -> bytes:
    """The list as DOCX, from the office's template where it has one."""
    names = ("n", "agency", "person", "position", "phones", "mails")
    rows = [dict(zip(names, row, strict=True)) for row in people(session, circular_id)]
    return fill("directory", {"subtitle": f"ข้อมูล ณ {date_day(day)}", "rows": rows}, own)


def directory_pdf(session: Session, circular_id: int | None, day: date) -> bytes:
    """The list for print."""
    data = {"title": "บัญชีรายชื่อผู้ประสานงาน", "subtitle": f"ข้อมูล ณ {date_day(day)}", "columns": COLUMNS, "digits": PAGES}
    return typeset("directory", {**data, "rows": people(session, circular_id)})


def people(session: Session, circular_id: int | None) -> Sequence[Row]:
    """Number, agency, person, position, telephones, addresses (a line each): in the circular's order, else in the roster's."""
    rows = select(Coordinator, Agency.name).join(Agency, Agency.id == Coordinator.agency_id)
    rows = rows.where(Coordinator.until.is_(None), Coordinator.restricted_at.is_(None))
    order = [Agency.ordinal, Agency.id]
    if circular_id is not None:
        rows = rows.outerjoin(Addressee, (Addressee.agency_id == Agency.id) & (Addressee.circular_id == circular_id))
        order = [Addressee.ordinal.is_(None), Addressee.ordinal, *order]  # type: ignore[list-item]
    ordered = rows.order_by(*order, Coordinator.id).options(selectinload(Coordinator.values))
    return [_row(n, coordinator, agency) for n, (coordinator, agency) in enumerate(session.execute(ordered), 1)]


def _row(n: int, coordinator: Coordinator, agency: str) -> Row:
    values = {value.name: value.value for value in coordinator.values}
    person = f"{values.get('title', '')}{values.get('first_name', '')} {values.get('last_name', '')}".strip()
    position = " ".join(filter(None, (values.get("position"), values.get("affiliation"))))
    phones = "\n".join(unbroken(thai_digits(people_form(values[name]))) for name in ("phone", "mobile") if values.get(name))
    line = f"LINE\u00a0{values['line_id']}" if values.get("line_id") else ""
    return thai_digits(n), thai_digits(agency), person, position, phones, "\n".join(filter(None, (values.get("email"), line)))
