"""Vowels, tone marks, dots and broken bits given to the rows of letters that they belong to."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ocr.rows import Row, band, gap, overlap, size
from ocr.shapes import Levels, Shapes

CLOSE, REACH = 0.35, 0.8  # letter heights that a mark stands above or below what it belongs to: mostly, at most
BESIDE = 2.5  # letter heights that a dot or a small letter may stand beside the next letter of its row
INSIDE = 0.6  # share of a piece's height that must lie where the letters do, for it to stand beside them
FOREIGN = 0.15  # letter heights that a row of another cell counts as farther away
FLOURISH, PITCH, TOUCHING = 1.6, 1.9, 0.25  # letter heights: of tall tone marks, from row to row at least, from a letter to its mark
TALLEST = 1.1  # letter heights: what is taller is no mark
SIDEWAYS = 1.2  # letter heights: marks of some faces stand that far beside the letter that they are on
LOW, FLOATING, APART = 0.65, 0.65, 1.5  # letter heights: of what is plainly no letter, above or below its row, from one such to the next


def absorbed(shapes: Shapes, rows: Sequence[Row], letter: float) -> list[Row]:
    """Rows of large tone marks and vowels, which are none of their own, given to the letters above or below."""
    kept: list[Row] = []
    for row in sorted(rows, key=lambda one: -len(one.letters)):
        hosts = [host for host in kept if _is_near(row, host, letter)]
        if any(_belongs(shapes, row, host, letter) for host in hosts):
            _part(shapes, row, hosts, letter)
        else:
            kept.append(row)
    return kept


def _part(shapes: Shapes, row: Row, hosts: Sequence[Row], letter: float) -> None:
    """Gives each mark of a row to the nearest host."""
    around = [Around.of(shapes, host.letters) for host in hosts]
    for index in row.letters:
        foreign = [FOREIGN * letter * (not shapes.may_be_in(index, host.cell)) for host in hosts]
        away = [
            one.distance(shapes, index, SIDEWAYS * max(letter, size(shapes, host))) + more
            for one, host, more in zip(around, hosts, foreign, strict=True)
        ]
        nearest = min(range(len(hosts)), key=lambda n: (away[n], abs(_rise(shapes, hosts[n], index))))
        hosts[nearest].marks.append(index)


def _belongs(shapes: Shapes, row: Row, host: Row, letter: float) -> bool:
    """Whether a row's letters are marks of the host's: too close for a row of their own."""
    near = _distances(shapes, row, host, letter)
    ways = (_are_low, _are_scattered, _are_flourished)
    return any(way(shapes, row, host, letter, near) for way in ways)


def _distances(shapes: Shapes, row: Row, host: Row, letter: float) -> list[float]:
    """How far above or below the nearest letter of the host each letter of a row stands."""
    around, pad = Around.of(shapes, host.letters), SIDEWAYS * max(letter, size(shapes, host))
    return [around.distance(shapes, n, pad) for n in row.letters]


def _is_near(row: Row, host: Row, letter: float) -> bool:
    return row.top < host.bottom + letter and row.bottom > host.top - letter


def _are_low(shapes: Shapes, row: Row, host: Row, letter: float, near: Sequence[float]) -> bool:
    """Fewer and lower than the host's letters, and right above or below them."""
    tall, low = size(shapes, host), size(shapes, row)
    most = 1.1 if low < LOW * tall else 0.5  # marks on nearly every letter are rare, unless they are plainly no letters
    if len(row.letters) > most * len(host.letters) or low > 0.95 * tall + 2 or _is_beyond(shapes, row, host, max(letter, tall)):
        return False
    return sum(away < 0.4 * max(letter, tall) for away in near) > 0.6 * len(near)


def _are_scattered(shapes: Shapes, row: Row, host: Row, letter: float, near: Sequence[float]) -> bool:
    """Plainly no letters, each by itself, and about the host: marks of faces in which they float."""
    tall = max(letter, size(shapes, host))
    if size(shapes, row) > LOW * tall or any(away > FLOATING * tall for away in near):
        return False
    return all(shapes.left[b] - shapes.right[a] > APART * tall for a, b in itertools.pairwise(row.letters))


def _are_flourished(shapes: Shapes, row: Row, host: Row, letter: float, near: Sequence[float]) -> bool:
    """As tall as the host's letters, as people write tone marks, but next to touching them, and few where they stand."""
    tall = max(letter, size(shapes, host))
    if size(shapes, row) > FLOURISH * tall or _is_beyond(shapes, row, host, tall):
        return False
    under = [n for n in host.letters if shapes.left[n] < row.right and shapes.right[n] > shapes.left[row.letters[0]]]
    return len(row.letters) <= len(under) and sum(away < TOUCHING * tall for away in near) >= 0.5 * len(near)


def _is_beyond(shapes: Shapes, row: Row, host: Row, tall: float) -> bool:
    """Whether any of a row's letters stands as far from the host as the next row of text would."""
    return any(abs(_rise(shapes, host, n)) > PITCH * tall for n in row.letters)


def _rise(shapes: Shapes, row: Row, index: int) -> float:
    """Pixels from the middle of a row to that of a piece above (negative) or below."""
    return (shapes.top[index] + shapes.bottom[index] - sum(band(shapes, row, shapes.left[index]))) / 2


def add_marks(shapes: Shapes, rows: Sequence[Row], marks: Iterable[int], letter: float) -> None:
    """Gives each mark to the row that it stands nearest to; what is far from all stays out. First those close by: others stand on them."""
    left = list(marks)
    for reach in (CLOSE, REACH):
        hosts = _hosts(shapes, rows, letter)
        homes = [_home(shapes, hosts, index, reach, letter) for index in left]
        for index, home in zip(left, homes, strict=True):
            if home is not None:
                home.marks.append(index)
        left = [index for index, home in zip(left, homes, strict=True) if home is None]


def _hosts(shapes: Shapes, rows: Sequence[Row], letter: float) -> Levels[Host]:
    """The rows by the heights at which they may have marks."""
    hosts: Levels[Host] = Levels(letter)
    for row in rows:
        tall = max(letter, size(shapes, row))
        hosts.put((row, Around.of(shapes, row.members), tall), row.top - tall, row.bottom + tall)
    return hosts


def _home(shapes: Shapes, hosts: Levels[Host], index: int, reach: float, letter: float) -> Row | None:
    best = None
    for row, around, tall in hosts.near(shapes.top[index], shapes.bottom[index]):
        if shapes.height[index] > TALLEST * tall:
            continue
        inside = _stands_on(shapes, row, index, BESIDE * tall)
        away = 0.0 if inside else around.distance(shapes, index, SIDEWAYS * tall) / tall
        away += FOREIGN * (not shapes.may_be_in(index, row.cell))
        if away < reach:
            best, reach = row, away
    return best


def _stands_on(shapes: Shapes, row: Row, index: int, reach: float) -> bool:
    """Whether a piece stands at the height of a row's letters, within `reach` pixels of the next of them."""
    upper, lower = band(shapes, row, shapes.left[index])
    return gap(shapes, row, index) < reach and overlap(upper, lower, shapes.top[index], shapes.bottom[index]) > INSIDE


@dataclass(frozen=True)
class Around:
    """Pieces from left to right, with their left edges and the width of the widest."""

    pieces: list[int]
    lefts: list[int]
    widest: int

    @classmethod
    def of(cls, shapes: Shapes, pieces: Sequence[int]) -> Around:
        ordered = sorted(pieces, key=shapes.left.__getitem__)
        return cls(ordered, [shapes.left[n] for n in ordered], max(shapes.right[n] - shapes.left[n] for n in ordered))

    def distance(self, shapes: Shapes, index: int, pad: float) -> float:
        """How far above or below the nearest of them a piece stands; inf where none is near sideways (within `pad` pixels)."""
        left, right, top, bottom = shapes.left[index], shapes.right[index], shapes.top[index], shapes.bottom[index]
        best = float("inf")
        for n in self.pieces[bisect_left(self.lefts, left - pad - self.widest) : bisect_left(self.lefts, right + pad)]:
            if shapes.right[n] > left - pad:
                best = min(best, max(shapes.top[n] - bottom, 1.2 * (top - shapes.bottom[n]), 0))
        return best


Host = tuple[Row, Around, float]
"""A row, its pieces, and the height of its letters."""
