"""Pieces that run through several rows, such as letters that touch those of the next line: cut between the rows."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from ocr.rows import Cut, Row, band, gap, settle, size
from ocr.shapes import Shapes

TALLER = 1.5  # times a row's letters: what is lower stands on one row
CROSSED = 0.5  # share of a row's height that a piece must have in common with it to run through it
NEAR = 2.0  # letter heights sideways from the next letter of a row
BEYOND = 1.5  # letter heights above and below a row that a stroke of its own may reach
MOST_ROWS = 3  # what runs through more is no writing

Crossed = tuple[float, float, Row]


def share_out(shapes: Shapes, rows: Sequence[Row], pieces: Iterable[int]) -> None:
    """Parts each tall piece among the rows that it runs through; what runs through a single row is a letter of that.

    A row whose only letter is parted among others is left without any.
    """
    sizes = [size(shapes, row) for row in rows]
    owner = {index: row for row in rows for index in row.letters}
    for index in sorted(pieces, key=shapes.left.__getitem__):  # each may go on where the one before it stands
        crossed = sorted(_crossed(shapes, rows, sizes, index), key=lambda found: found[0])
        own = owner.get(index)
        if not crossed or len(crossed) > MOST_ROWS or (own is not None and (len(crossed) == 1 or _holds_up(own, index))):
            continue
        if own is not None:
            own.letters.remove(index)
            settle(shapes, own)
        for (top, bottom), (_, _, row) in zip(_stretches(shapes, index, crossed), crossed, strict=True):
            row.cuts.append(Cut(index, top, bottom))


def _holds_up(row: Row, index: int) -> bool:
    """Whether parts of other pieces stand on a row by this letter alone."""
    return row.letters == [index] and bool(row.cuts)


def _crossed(shapes: Shapes, rows: Sequence[Row], sizes: Sequence[float], index: int) -> Iterable[Crossed]:
    """The rows that a piece runs through, with their upper and lower edge there."""
    top, bottom = shapes.top[index], shapes.bottom[index]
    for row, tall in zip(rows, sizes, strict=True):
        if row.top >= bottom or row.bottom <= top or bottom - top <= TALLER * tall or row.letters in ([], [index]):
            continue
        if row.cell >= 0 <= shapes.cell[index] != row.cell:
            continue
        upper, lower = band(shapes, row, shapes.left[index])
        if min(lower, bottom) - max(upper, top) >= CROSSED * (lower - upper) and _away(shapes, row, index) < NEAR * tall:
            yield upper, lower, row


def _away(shapes: Shapes, row: Row, index: int) -> float:
    """Pixels sideways from a piece to the next letter of a row, or to the next part that it has of another piece."""
    return min([gap(shapes, row, index), *(shapes.left[index] - shapes.right[cut.piece] for cut in row.cuts)])


def _stretches(shapes: Shapes, index: int, crossed: Sequence[Crossed]) -> list[tuple[int, int]]:
    """The first row of pixels of each row's part and the one behind its last."""
    (upper, lower, _), (last_upper, last_lower, _) = crossed[0], crossed[-1]
    first = max(shapes.top[index], round(upper - BEYOND * (lower - upper)))
    end = min(shapes.bottom[index], round(last_lower + BEYOND * (last_lower - last_upper)))
    edges = [first, *(round((a[1] + b[0]) / 2) for a, b in itertools.pairwise(crossed)), end]
    return list(itertools.pairwise(edges))
