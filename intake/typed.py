"""What was typed (Word, Excel, a mail's body) as the one page that it is: its lines with places, and a picture for a person to see.

The places are made up, alike for all: a letter is as wide as any other, and a table's cells touch. They tell what stands beside
and beneath what; on the picture the same text is set in a real typeface and broken to the page's width.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from intake.types import Page, TypedLine

MOST_LINES = 2000
LETTER, HEIGHT, STEP = 20.0, 32.0, 40.0  # pixels: a letter's width, a line's height, from one line to the next
_NARROWEST = 3  # letters: a cell's least width
_DPI, _WIDTH, _MARGIN, _MOST_ROWS = 200, 1654, 90, 250
_FONT_SIZE, _LEADING = 30, 46
_FONTS = ("Loma.ttf", "Garuda.ttf", "Waree.ttf", "Umpush.ttf")
_FONT_FOLDER = Path("/usr/share/fonts/truetype/tlwg")


@dataclass(frozen=True, slots=True)
class Cell:
    """A table's cell: its lines, and how many columns it spans."""

    lines: tuple[str, ...]
    span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, from left to right."""

    rows: tuple[tuple[Cell, ...], ...]


Block = str | Table
"""A line of text (blank: a gap), or a table."""


def page_of(blocks: Sequence[Block], picture: Path) -> tuple[Page, bool]:
    """The page, its picture written as PNG; and whether something was left out, for the text is too long."""
    lines = list(itertools.islice(_placed(blocks), MOST_LINES + 1))
    size = _draw(_rows(lines[:MOST_LINES]), picture)
    page = Page(0, picture, *size, dpi=float(_DPI), typed=True, lines=tuple(lines[:MOST_LINES]))
    return page, len(lines) > MOST_LINES


def letters(blocks: Sequence[Block]) -> int:
    """How many letters are typed."""
    cells = (cell for block in blocks if isinstance(block, Table) for row in block.rows for cell in row)
    lines = itertools.chain((block for block in blocks if isinstance(block, str)), *(cell.lines for cell in cells))
    return sum(letter.isalnum() for line in lines for letter in line)


def _placed(blocks: Sequence[Block]) -> Iterator[TypedLine]:
    top = 0.0
    for block in blocks:
        if isinstance(block, Table):
            rows = list(_table(block, top))
            yield from rows
            top = max((line.cell[3] for line in rows if line.cell), default=top) + STEP / 2
        else:
            if block.strip():
                yield TypedLine(_folded(block), (0.0, top, _width(block), top + HEIGHT))
            top += STEP


def _table(table: Table, top: float) -> Iterator[TypedLine]:
    edges = _edges(table)
    for row in table.rows:
        bottom = top + max((len(cell.lines) for cell in row), default=1) * STEP + STEP / 2
        column = 0
        for cell in row:
            left, right = edges[column], edges[column + cell.span]
            column += cell.span
            for number, text in enumerate(cell.lines or ("",)):
                at = top + number * STEP + STEP / 4
                yield TypedLine(_folded(text), (left + 2, at, left + 2 + _width(text), at + HEIGHT), (left, top, right, bottom))
        top = bottom


def _edges(table: Table) -> list[float]:
    """The columns' edges: each as wide as its widest line; what spans several widens the last of them."""
    count = max((sum(cell.span for cell in row) for row in table.rows), default=0)
    widths = [_NARROWEST * LETTER] * count
    for spanning in (False, True):
        for row in table.rows:
            column = 0
            for cell in row:
                if (cell.span > 1) == spanning:
                    needed = max(map(_width, cell.lines), default=0.0) + LETTER
                    last = column + cell.span - 1
                    widths[last] = max(widths[last], needed - sum(widths[column:last]))
                column += cell.span
    return [0.0, *itertools.accumulate(widths)]


def _folded(text: str) -> str:
    """Tabs and runs of white space part words as spaces do; two stay two, for they may part columns."""
    return "".join("  " if letter == "\t" else " " if letter.isspace() else letter for letter in text).strip()


def _width(text: str) -> float:
    return LETTER * max(1, sum(unicodedata.category(letter) != "Mn" for letter in _folded(text)))


def _rows(lines: Sequence[TypedLine]) -> list[str]:
    """The lines as they are drawn: those side by side on one row, gaps kept."""
    rows: list[str] = []
    bottom = 0.0
    for top, side_by_side in itertools.groupby(sorted(lines, key=lambda line: (line.box[1], line.box[0])), key=lambda line: line.box[1]):
        rows += [""] if top - bottom > STEP / 2 + STEP / 4 else []
        rows += _broken("     ".join(line.text for line in side_by_side if line.text))
        bottom = top + HEIGHT
    return rows


def _broken(text: str) -> Iterator[str]:
    """A line broken to the page's width: at a space where there is one, never before a mark."""
    while text and _font().getlength(text) > _WIDTH - 2 * _MARGIN:
        end = max(1, int(len(text) * (_WIDTH - 2 * _MARGIN) / _font().getlength(text)) - 2)
        while end < len(text) and unicodedata.category(text[end]) == "Mn":
            end += 1
        space = text.rfind(" ", end // 2, end)
        end = space + 1 if space > 0 else end
        yield text[:end]
        text = text[end:]
    yield text


def _draw(rows: Sequence[str], path: Path) -> tuple[int, int]:
    shown = [*rows[:_MOST_ROWS], *(["…"] if len(rows) > _MOST_ROWS else [])]
    height = max(2339, 2 * _MARGIN + _LEADING * len(shown))
    picture = Image.new("L", (_WIDTH, height), 255)
    draw = ImageDraw.Draw(picture)
    for number, row in enumerate(shown):
        draw.text((_MARGIN, _MARGIN + number * _LEADING), row, font=_font(), fill=0)
    picture.save(path, "PNG", compress_level=1)
    return picture.size


@cache
def _font() -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    for name in _FONTS:
        if (_FONT_FOLDER / name).is_file():
            return ImageFont.truetype(_FONT_FOLDER / name, _FONT_SIZE)
    return ImageFont.load_default(_FONT_SIZE)  # without Thai letters; the text is read all the same
