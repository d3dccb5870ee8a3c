"""Letters strung to rows, from left to right."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ocr.shapes import Levels, Shapes

RECENT = 7  # letters by which a row goes on
ON_ROW = 0.45  # share of the lower one's height that a letter must have in common with the row's
ON_SAME_ROW = 0.45  # the same, for two rows that are one
RUN_OUT = 1.2  # times a row's letters: the space before a letter that goes on beside the row's cell
AROUND = 3  # letters to each side that say where a row runs


class Cut(NamedTuple):
    """A part of a piece: from one row of pixels to before another."""

    piece: int
    top: int
    bottom: int


@dataclass
class Row:
    """A row in the making. letters: indices of its letters from left to right; marks: of what belongs to them.

    top, bottom, right: of the last letters while it grows, of all of them once it is settled.
    """

    letters: list[int]
    cell: int
    top: float
    bottom: float
    right: int
    marks: list[int] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)
    lefts: list[int] = field(default_factory=list)

    @property
    def members(self) -> list[int]:
        return self.letters + self.marks


def middle(values: Iterable[float]) -> float:
    """The median, of an even number the upper one."""
    ordered = sorted(values)
    return ordered[len(ordered) // 2]


def strung(shapes: Shapes, letters: Sequence[int], letter: float, farthest: float) -> list[Row]:
    """Each letter, taken from left to right, joins the row whose last letters overlap it most in height.

    letter: the height of ordinary ones; farthest: from one letter of a row to the next, in pixels.
    """
    rows: list[Row] = []
    levels: Levels[Row] = Levels(letter)
    for index in sorted(letters, key=shapes.left.__getitem__):
        row = _row_for(shapes, levels, index, farthest)
        if row is None:
            row = Row([index], shapes.cell[index], shapes.top[index], shapes.bottom[index], shapes.right[index])
            rows.append(row)
        else:
            _go_on(row, index, shapes, letter)
        levels.put(row, row.top, row.bottom)
    return rows


def _row_for(shapes: Shapes, levels: Levels[Row], index: int, farthest: float) -> Row | None:
    best, most = None, 0.0
    top, bottom, left, cell = shapes.top[index], shapes.bottom[index], shapes.left[index], shapes.cell[index]
    for row in levels.near(top, bottom):
        shared = min(row.bottom, bottom) - max(row.top, top)
        if shared > most and row.cell == cell and left - row.right < farthest and shared > ON_ROW * min(row.bottom - row.top, bottom - top):
            best, most = row, shared
    return best


def _go_on(row: Row, index: int, shapes: Shapes, letter: float) -> None:
    row.letters.append(index)
    last = row.letters[-RECENT:]
    recent = [n for n in last if shapes.height[n] <= 2.2 * letter] or last
    row.top, row.bottom = middle([shapes.top[n] for n in recent]), middle([shapes.bottom[n] for n in recent])
    row.right = max(row.right, shapes.right[index])


def overlap(top: float, bottom: float, other_top: float, other_bottom: float) -> float:
    """What two stretches have in common, as a share of the shorter one."""
    return (min(bottom, other_bottom) - max(top, other_top)) / max(1.0, min(bottom - top, other_bottom - other_top))


def joined(shapes: Shapes, rows: Iterable[Row]) -> list[Row]:
    """Rows of the same cell that run at the same height made one; single letters go where they stand."""
    done: list[Row] = []
    for row in sorted(rows, key=lambda one: -len(one.letters)):
        settle(shapes, row)
        for other in done:
            if row.top < other.bottom and row.bottom > other.top:
                _hand_over(shapes, row, other)
            if not row.letters:
                break
        else:
            done.append(row)
    return done


def _hand_over(shapes: Shapes, row: Row, other: Row) -> None:
    """Gives those letters of a row to another that stand where the other runs; with them it may run where more of them stand."""
    while there := [
        n for n in row.letters if _runs_at(shapes, other, n) and (shapes.may_be_in(n, other.cell) or _runs_out(shapes, other, n))
    ]:
        row.letters = [n for n in row.letters if n not in there]
        other.letters += there
        settle(shapes, other)
        settle(shapes, row)


def _runs_out(shapes: Shapes, row: Row, index: int) -> bool:
    """Whether a letter outside all cells goes on where a cell had no more room for its row."""
    return row.cell >= 0 > shapes.cell[index] and gap(shapes, row, index) < RUN_OUT * size(shapes, row)


def _runs_at(shapes: Shapes, row: Row, index: int) -> bool:
    return overlap(*band(shapes, row, shapes.left[index]), shapes.top[index], shapes.bottom[index]) > ON_SAME_ROW


def settle(shapes: Shapes, row: Row) -> None:
    """Brings the letters in order again."""
    if not row.letters:
        return
    row.letters.sort(key=shapes.left.__getitem__)
    row.lefts = [shapes.left[n] for n in row.letters]
    row.top, row.bottom = min(shapes.top[n] for n in row.letters), max(shapes.bottom[n] for n in row.letters)


def band(shapes: Shapes, row: Row, x: float) -> tuple[float, float]:
    """Upper and lower edge of a settled row's ordinary letters about a column."""
    at = bisect_left(row.lefts, x)
    near = row.letters[max(0, min(at - AROUND, len(row.letters) - 2 * AROUND)) : at + AROUND]
    return middle(shapes.top[n] for n in near), middle(shapes.bottom[n] for n in near)


def size(shapes: Shapes, row: Row) -> float:
    """The height of a row's ordinary letters."""
    return middle(shapes.height[n] for n in row.letters)


def gap(shapes: Shapes, row: Row, index: int) -> float:
    """Pixels sideways from a piece to the next other letter of a settled row, 0 or less where they overlap."""
    left, right = shapes.left[index], shapes.right[index]
    at = bisect_left(row.lefts, left)
    behind = [shapes.left[n] - right for n in row.letters[at : at + 2] if n != index]
    before = [left - shapes.right[n] for n in row.letters[max(0, at - 2) : at] if n != index]
    return min([*behind, *before], default=float("inf"))
