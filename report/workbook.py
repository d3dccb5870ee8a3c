"""The ledger as a workbook: a sheet a circular, a row an agency, no personal data."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from math import ceil
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from storage.ledger import ANSWERED, Ledger, Line
from storage.thai_text import bangkok
from storage.words import word

DATE = "[$-107041E]d mmm yy"  # Arabic digits, years of the Buddhist era, Thai names of months
MOMENT = "[$-107041E]d mmm yy h:mm"
FACE = "TH SarabunPSK"
HEAD = PatternFill("solid", fgColor="DCE8EA")
BODY, BOLD = Font(name=FACE, size=16), Font(name=FACE, size=16, bold=True)
TOP, WRAPPED = Alignment(vertical="top"), Alignment(vertical="top", wrap_text=True)
EDGE = Side("thin", "B8C4C6")
RULED = Border(EDGE, EDGE, EDGE, EDGE)
LINE = 24.0  # points, of text at 16 points with its marks
LETTER = 1.45  # of a column's unit, on average, that a letter at 16 points takes
_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
COLUMNS = {"รหัส": 12, "หน่วยงาน": 52, "กลุ่ม": 24, "อำเภอ": 16, "สถานะ": 24, "ตอบเมื่อ": 24, "ภายในกำหนด": 18, "ช่องทาง": 22, "หมายเหตุ": 34}


def ledger_book(ledgers: Sequence[Ledger]) -> bytes:
    """A workbook of these circulars: those asked in the circular's order, then answers from anyone else."""
    book = Workbook()
    book.remove(book.active)
    for ledger in ledgers:
        sheet = book.create_sheet(_title(ledger, book.sheetnames))
        table(sheet, COLUMNS, (_row(line, asked=True) for line in ledger.lines))
        for line in ledger.others:
            append(sheet, _row(line, asked=False))
    return saved(book)


def table(sheet: Worksheet, columns: dict[str, int], rows: Iterable[Sequence[Any]]) -> None:
    """Fill a sheet: headings with a filter that stay in sight, rows below. columns: heading → width in characters.

    Text is always written as text: a code keeps its leading zeros, and what begins with `=` is not calculated.
    """
    sheet.append(list(columns))
    for n, (cell, width) in enumerate(zip(sheet[1], columns.values(), strict=True), 1):
        cell.font, cell.fill, cell.alignment, cell.border = BOLD, HEAD, Alignment(wrap_text=True, vertical="center"), RULED
        sheet.column_dimensions[get_column_letter(n)].width = width
    sheet.row_dimensions[1].height = LINE * max(_lines(head, width) for head, width in columns.items())
    for row in rows:
        append(sheet, row)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{max(2, sheet.max_row)}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def saved(book: Workbook) -> bytes:
    """The workbook's bytes."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def append(sheet: Worksheet, row: Sequence[Any]) -> None:
    """A row, as high as its longest cell needs: moments as local ones, days as days, text as text."""
    place = sheet.max_row + 1
    for column, value in enumerate(row, 1):
        cell = sheet.cell(place, column)
        cell.font, cell.alignment, cell.border = BODY, WRAPPED if isinstance(value, str) else TOP, RULED
        if isinstance(value, datetime):
            cell.value, cell.number_format = bangkok(value).replace(tzinfo=None, microsecond=0), MOMENT
        elif isinstance(value, date):
            cell.value, cell.number_format = value, DATE
        elif isinstance(value, str):
            cell.value, cell.number_format, cell.data_type = clean(value), "@", "s"
        else:
            cell.value = value
    widths = (sheet.column_dimensions[get_column_letter(n)].width for n in range(1, len(row) + 1))
    sheet.row_dimensions[place].height = LINE * max(map(_lines, row, widths))


def _lines(value: object, width: float) -> int:
    """How many lines a cell takes: not all programs see to it by themselves. Signs above and below take no width."""
    letters = len(_MARKS.sub("", value)) if isinstance(value, str) else 1
    return max(1, ceil(letters * LETTER / width))


def clean(text: str) -> str:
    """Without the control characters that a workbook cannot hold."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)


def _row(line: Line, *, asked: bool) -> list[object]:
    when = word("late" if line.late else "in-time") if line.state in ANSWERED else ""
    remark = "" if asked else "ไม่ได้ถามโดยตรง ไม่นับในร้อยละ"
    return [
        line.code,
        line.name,
        word(line.group),
        line.district,
        word(line.state),
        line.answered_at,
        when,
        word(line.channel) if line.channel else "",
        remark,
    ]


def _title(ledger: Ledger, taken: Sequence[str]) -> str:
    """A sheet's name: at most 31 characters, each once, none that Excel refuses."""
    name = re.sub(r"[\[\]:*?/\\']", "-", ledger.code)[:28] or "circular"
    return name if name not in taken else f"{name[:26]}-{len(taken) + 1}"
