"""Text lines of an upright page: whole letters with their marks, parted by ruled cells, leaders and rules taken out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ocr.blanks import TextLine, empty_cells, empty_guides
from ocr.components import Components, components
from ocr.cuts import TALLER, share_out
from ocr.guides import home_of, without_guides
from ocr.ink import Picture
from ocr.marks import absorbed, add_marks
from ocr.rows import Row, joined, strung
from ocr.shapes import Shapes
from ocr.types import Box

__all__ = ["TextLine", "find_lines"]


MOST_PIECES = 6000  # a page closely printed with Thai at 200 dots an inch has about 4,000
SMALL, BIG, TALL, LARGE = 0.3, 0.55, 3.2, 7.0  # letter heights: of small print from, of ordinary letters from, to, of headings to
HIGHEST, BROADEST = 10.0, 18.0  # letter heights: of a piece that may run through several rows
WIDEST = 25.0  # letter heights: no piece that a row may have is wider
FEWEST_SMALL, FEWEST_LARGE = 3, 3  # letters of small print in a row, of a large heading


def find_lines(ink: Picture, letter: float, pieces: Components | None = None) -> list[TextLine]:
    """The lines of a straightened page, from top to bottom and, at the same height, from left to right.

    pieces: those of the ink, where they are known already.
    """
    pieces, guides, cells = without_guides(ink, pieces or components(ink), letter)
    pieces = _not_too_many(pieces)
    rows = _rows(pieces, Shapes.of(pieces, _cell_of(pieces, cells), cells), letter)
    lines = [_line(pieces, row, guides, cells) for row in rows]
    lines += empty_guides(guides, lines, cells, letter)
    lines += empty_cells(cells, lines)
    return sorted(lines, key=lambda line: (round((line.box.top + line.box.bottom) / 2 / letter), line.box.left))


def _not_too_many(pieces: Components) -> Components:
    """The largest pieces of a page that holds far more than any text has, such as noise or a photograph."""
    if len(pieces) <= MOST_PIECES:
        return pieces
    kept = np.zeros(len(pieces), bool)
    kept[np.argsort(pieces.area)[-MOST_PIECES:]] = True
    return pieces.only(kept)


def _cell_of(pieces: Components, cells: list[Box]) -> NDArray[np.int64]:
    """The index of the cell in which each piece's middle lies, -1 outside."""
    x, y = pieces.left + pieces.width / 2, pieces.top + pieces.height / 2
    home = np.full(len(pieces), -1, np.int64)
    for number, cell in enumerate(cells):
        home[(x > cell.left) & (x < cell.right) & (y > cell.top) & (y < cell.bottom)] = number
    return home


def _rows(pieces: Components, shapes: Shapes, letter: float) -> list[Row]:
    """Rows of letters with their marks."""
    seen = (pieces.width <= WIDEST * letter) & (pieces.area >= 3)
    big = seen & (pieces.height >= BIG * letter) & (pieces.height <= TALL * letter) & (pieces.width >= 2)
    small = seen & (pieces.height >= SMALL * letter) & (pieces.height < BIG * letter) & (pieces.width >= 2)
    large = seen & (pieces.height > TALL * letter) & (pieces.height <= LARGE * letter) & (pieces.width <= pieces.height)
    rows = strung(shapes, np.flatnonzero(big).tolist(), letter, 40 * letter)
    rows += [row for row in strung(shapes, np.flatnonzero(small).tolist(), letter, letter) if len(row.letters) >= FEWEST_SMALL]
    rows += [row for row in strung(shapes, np.flatnonzero(large).tolist(), 3 * letter, 9 * letter) if len(row.letters) >= FEWEST_LARGE]
    rows = absorbed(shapes, joined(shapes, rows), letter)
    rows = [row for row in rows if _is_text(pieces, row, letter)]
    tall = (pieces.height > TALLER * letter) & (pieces.height <= HIGHEST * letter) & (pieces.width <= BROADEST * letter)
    share_out(shapes, rows, np.flatnonzero(tall).tolist())
    rows = [row for row in rows if row.letters]
    held = np.zeros(len(pieces), bool)
    held[[n for row in rows for n in (*row.members, *(part.piece for part in row.cuts))]] = True
    add_marks(shapes, rows, np.flatnonzero(seen & ~held).tolist(), letter)
    return rows


def _is_text(pieces: Components, row: Row, letter: float) -> bool:
    """Two letters, or one that is no lone scratch: with much ink, or as wide and high as a letter."""
    area, first = int(pieces.area[row.members].sum()), row.members[0]
    shaped = pieces.width[first] > 0.5 * letter and pieces.height[first] > 0.7 * letter
    share = 0.25 if shaped else 0.5
    return area > (0.3 if len(row.members) >= 2 else share) * letter * letter


def _line(pieces: Components, row: Row, guides: list[Box], cells: list[Box]) -> TextLine:
    m = np.array(row.members)
    parts = [(int(pieces.left[n]), top, int(pieces.right[n]), bottom) for n, top, bottom in row.cuts]
    left, top = min([int(pieces.left[m].min()), *(p[0] for p in parts)]), min([int(pieces.top[m].min()), *(p[1] for p in parts)])
    right, bottom = max([int(pieces.right[m].max()), *(p[2] for p in parts)]), max([int(pieces.bottom[m].max()), *(p[3] for p in parts)])
    ink = pieces.ink(m, slice(top, bottom), slice(left, right))
    for (x0, y0, x1, y1), part in zip(parts, row.cuts, strict=True):
        room = ink[y0 - top : y1 - top, x0 - left : x1 - left]
        np.maximum(room, pieces.ink(np.array([part.piece]), slice(y0, y1), slice(x0, x1)), out=room)
    box = Box(float(left), float(top), float(right), float(bottom))
    cell = cells[row.cell] if row.cell >= 0 else None
    beside = tuple(
        g for g in guides if box.top < (g.top + g.bottom) / 2 < box.bottom + 0.5 * (box.bottom - box.top) and home_of(g, cells) == cell
    )
    return TextLine(box, ink, beside, cell)
