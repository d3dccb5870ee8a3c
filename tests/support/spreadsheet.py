"""The cells of a workbook."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import load_workbook


def cells(content: bytes, sheet: int = 0) -> list[list[Any]]:
    """The values of a sheet, row by row; empty ones are `""`."""
    rows = load_workbook(io.BytesIO(content)).worksheets[sheet].iter_rows(values_only=True)
    return [["" if cell is None else cell for cell in row] for row in rows]
