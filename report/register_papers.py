"""The receive register for print and as a workbook, and the shown copy of a paper with the register's stamp."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from openpyxl import Workbook

from report.typeset import typeset
from report.workbook import saved, table
from storage.tables import RegisterEntry
from storage.thai_text import date_day, date_short, date_time, thai_digits, time
from storage.words import word

COLUMNS = {"เลขทะเบียนรับ": 20, "ที่": 24, "ลงวันที่": 18, "จาก": 40, "ถึง": 24, "เรื่อง": 50, "การปฏิบัติ": 24, "หมายเหตุ": 30}
PAGES = [thai_digits(n) for n in range(1, 2000)]


def register_pdf(entries: Sequence[RegisterEntry], year: int, office: str) -> bytes:
    """The register of a year as it is printed: under the day of registering (form 13 of the Regulation), cancelled lines struck out."""
    days = [
        {"day": day, "rows": list(map(_printed, there))} for day, there in groupby(entries, lambda entry: date_day(entry.registered_at))
    ]
    title = f"{word('register')} ประจำปี {thai_digits(year)}"
    return typeset("register", {"title": title, "office": office, "columns": list(COLUMNS), "days": days, "digits": PAGES})


def _printed(entry: RegisterEntry) -> dict[str, object]:
    *cells, note = (thai_digits(cell) if cell else "" for cell in _cells(entry))
    return {"cells": cells, "note": note, "cancelled": entry.cancelled_at is not None}


def register_xlsx(entries: Sequence[RegisterEntry], year: int) -> bytes:
    """The same as a workbook, to calculate with: days as days."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = str(year)
    table(sheet, COLUMNS, (_calculated(entry) for entry in entries))
    return saved(book)


def _calculated(entry: RegisterEntry) -> list[object]:
    number, letter, _, *middle, note = _cells(entry)
    return [number, letter, entry.letter_dated or "", *middle, f"{note} ลงรับ {date_time(entry.registered_at)}".strip()]


def stamped(pages: Sequence[bytes], entry: RegisterEntry, office: str) -> bytes:
    """A copy of a paper (its pages as PNG) with the stamp at the top right of the first. The original stays as it came."""
    pictures = {f"page-{n}.png": content for n, content in enumerate(pages, 1)}
    sheets = [{"picture": name, "first": n == 0} for n, name in enumerate(pictures)]
    at = entry.registered_at
    data = {"sheets": sheets, "office": office, "number": number_of(entry), "date": date_day(at), "time": time(at)}
    return typeset("stamped", data, pictures=pictures)


def number_of(entry: RegisterEntry) -> str:
    """The number as it is written: the group's own, or the central register's."""
    own = thai_digits(f"{entry.number}/{entry.year}") if entry.number is not None else ""
    return own or thai_digits(entry.central_number or "–")


def _cells(entry: RegisterEntry) -> list[str]:
    number = str(entry.number) if entry.number is not None else entry.central_number or ""
    dated = date_short(entry.letter_dated) if entry.letter_dated else ""
    cancelled = f"ยกเลิก: {entry.cancelled_why}" if entry.cancelled_at else ""
    note = " ".join(filter(None, (cancelled, entry.note)))
    return [number, entry.letter_number or "", dated, entry.from_whom, entry.to_whom, entry.subject, entry.handling or "", note]
