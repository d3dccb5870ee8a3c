"""A line of text, and lines on which nothing is written: empty leaders and empty cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ocr.guides import home_of
from ocr.ink import Picture
from ocr.types import Box


@dataclass(frozen=True)
class TextLine:
    """A line's own ink. All in working pixels of the upright page; `ink` covers exactly `box`; guides: its leaders and rules."""

    box: Box
    ink: Picture
    guides: tuple[Box, ...] = ()
    cell: Box | None = None


def empty_guides(guides: list[Box], lines: list[TextLine], cells: list[Box], letter: float) -> list[TextLine]:
    """Leaders with no letter on them: lines to write on that were left blank. Those at the same height are one line."""
    used = {guide for line in lines for guide in line.guides}
    rows: list[list[Box]] = []
    for guide in sorted((g for g in guides if g not in used), key=lambda g: (g.top, g.left)):
        row = next(
            (r for r in rows if abs(r[-1].bottom - guide.bottom) < 0.4 * letter and home_of(r[-1], cells) == home_of(guide, cells)), None
        )
        (rows.append([guide]) if row is None else row.append(guide))
    return [_blank(row, cells, letter) for row in rows if sum(g.right - g.left for g in row) > 4 * letter]


def _blank(row: list[Box], cells: list[Box], letter: float) -> TextLine:
    box = row[0]
    for guide in row[1:]:
        box = box.joined(guide)
    box = Box(box.left, box.bottom - letter, box.right, box.bottom)
    cell = home_of(row[0], cells)
    shape = (max(1, round(box.bottom - box.top)), max(1, round(box.right - box.left)))
    return TextLine(box, np.zeros(shape, np.uint8), tuple(row), cell)


def empty_cells(cells: list[Box], lines: list[TextLine]) -> list[TextLine]:
    """A line without ink for each cell that nothing is written in."""
    filled = {line.cell for line in lines}
    boxes = [cell for cell in cells if cell not in filled]
    return [TextLine(cell, np.zeros((round(cell.bottom - cell.top), round(cell.right - cell.left)), np.uint8), (), cell) for cell in boxes]
