"""Readings made from text: what a reader would give for a page with these lines, each letter in its own place."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from ocr.types import Box, Char, Line, Reading, Upright

WIDTH, HEIGHT = 1700, 2300
LETTER, PITCH = 16.0, 60.0  # pixels


def line(text: str, y: float, x: float = 150.0, cell: Box | None = None) -> Line:
    """A line that begins at x. `…` is three pieces of leader; three blanks and more are wide white space."""
    chars: list[Char] = []
    for letter in text.replace("…", "\x01\x01\x01"):
        if unicodedata.category(letter) == "Mn" and chars:
            chars.append(Char(letter, chars[-1].box, 0.9))
            continue
        box = Box(x, y, x + LETTER, y + 40)
        x += LETTER
        if letter == " " and chars and chars[-1].text == " ":
            chars[-1] = Char(" ", chars[-1].box.joined(box))
        else:
            chars.append(Char(".", box, 1.0, leader=True) if letter == "\x01" else Char(letter, box, 0.9))
    return Line(tuple(chars), Box(chars[0].box.left if chars else x, y, max(x, 1.0), y + 40), cell)


def page(texts: Sequence[str]) -> Reading:
    """A page of lines, one under the other."""
    return Reading(tuple(line(text, 200 + PITCH * n) for n, text in enumerate(texts)), Upright(WIDTH, HEIGHT), "typeset/1")


def table(
    rows: Sequence[Sequence[str]], top: float = 300.0, left: float = 150.0, wide: float = 420.0, high: float = 70.0
) -> tuple[Line, ...]:
    """The lines of a ruled table, a line a cell; an empty cell is a line without characters."""
    lines = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            cell = Box(left + c * wide, top + r * high, left + (c + 1) * wide, top + (r + 1) * high)
            inside = Box(cell.left + 8, cell.top + 14, cell.right - 8, cell.bottom - 14)
            lines.append(line(text, inside.top, inside.left, cell) if text else Line((), inside, cell))
    return tuple(lines)
