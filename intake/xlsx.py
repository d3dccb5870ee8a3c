"""XLSX to what is typed in it. The parsing is openpyxl's (with defusedxml beneath, which refuses entities)."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from lxml.etree import LxmlError
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.cell.cell import MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from intake.problems import UnpackError
from intake.typed import Block, Cell, Table

_BROKEN = (
    InvalidFileException,
    DefusedXmlException,
    ParseError,
    LxmlError,
    zipfile.BadZipFile,
    KeyError,
    ValueError,
    OSError,
    AttributeError,
    TypeError,
    IndexError,
    EOFError,
)
_MOST_ROWS, _MOST_COLUMNS = 1000, 60
_USUAL_WIDTH = 8.43  # letters, of a column that nobody made wider or narrower
_ONLY_DIGITS = re.compile(r"[0#\-\s()]*0[0#\-\s()]*")


def blocks(path: Path) -> list[Block]:
    """The visible sheets as tables, in their order. UnpackError `xlsx-broken`."""
    try:
        with path.open("rb") as file:  # by its name alone, the library would refuse it
            book = load_workbook(file, data_only=True)
        return [table for sheet in book.worksheets if sheet.sheet_state == "visible" for table in _tables(sheet)]
    except _BROKEN as error:
        raise UnpackError("xlsx-broken") from error


def _tables(sheet: Worksheet) -> Iterator[Table]:
    """The part of the sheet in which something is written; rows in which nothing is part tables."""
    last = min(sheet.max_column, _MOST_COLUMNS)
    rows: list[tuple[Cell, ...]] = []
    for row in sheet.iter_rows(max_row=min(sheet.max_row, _MOST_ROWS), max_col=last):
        cells = tuple(_row(sheet, row))
        if any(cell.lines for cell in cells):
            rows.append(cells)
        elif rows:
            yield Table(tuple(rows))
            rows = []
    if rows:
        yield Table(tuple(rows))


def _row(sheet: Worksheet, row: tuple[SheetCell | MergedCell, ...]) -> Iterator[Cell]:
    """Cells as they look: merged ones are one; text that is too long for its column covers the empty ones to its right."""
    spans = {(area.min_row, area.min_col): area.size["columns"] for area in sheet.merged_cells.ranges}
    at = 0
    while at < len(row):
        text = _text(row[at])
        span = spans.get((row[at].row, at + 1), 1)
        while text and _room(sheet, at, span) < max(map(len, text.split("\n"))) and at + span < len(row) and not _text(row[at + span]):
            span += 1
        yield Cell(tuple(text.split("\n")) if text else (), min(span, len(row) - at))
        at += span


def _room(sheet: Worksheet, first: int, span: int) -> float:
    """Letters that fit into columns."""
    letters = (get_column_letter(column + 1) for column in range(first, first + span))
    return sum(sheet.column_dimensions[letter].width or _USUAL_WIDTH for letter in letters)


def _text(cell: SheetCell | MergedCell) -> str:
    value: Any = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return f"{value.day}/{value.month}/{value.year}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return _as_shown(value, str(cell.number_format))
    return str(value).strip().replace("\r", "")


def _as_shown(value: int, form: str) -> str:
    """A number in the digits of its format: telephone numbers lose their nought where the format does not give it back."""
    form = form.replace("\\", "").replace('"', "").split(";")[0]
    digits = str(value)
    if not _ONLY_DIGITS.fullmatch(form) or len(digits) > sum(letter in "0#" for letter in form):
        return digits
    left = list(digits)
    out = [(left.pop() if left else "0" if letter == "0" else "") if letter in "0#" else letter for letter in reversed(form)]
    return "".join(reversed(out)).strip()
