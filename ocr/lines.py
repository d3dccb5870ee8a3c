"""Text lines of an upright page: whole letters with their marks, parted by ruled cells, leaders and rules taken out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ocr.blanks import TextLine, empty_cells, empty_guides
from ocr.components import Components, components
from ocr.guides import home_of, without_guides
from ocr.ink import Picture
from ocr.types import Box

__all__ = ["TextLine", "find_lines"]


MOST_PIECES = 6000  # a page closely printed with Thai at 200 dots an inch has about 4,000


@dataclass
class _Growing:
    """A line while letters are being added, left to right."""

    members: list[int]
    top: float
    bottom: float
    right: float
    cell: int


def find_lines(ink: Picture, letter: float) -> list[TextLine]:
    """The lines of a straightened page, from top to bottom and, at the same height, from left to right."""
    bare, guides, cells = without_guides(ink, letter)
    pieces = _not_too_many(components(bare))
    home = _cell_of(pieces, cells)
    grown = _absorbed(pieces, _joined(_grown(pieces, home, letter), letter), letter)
    _add_marks(pieces, home, grown, letter)
    lines = [_line(pieces, line, bare, guides, cells) for line in grown if _is_text(pieces, line, letter)]
    lines += empty_guides(guides, lines, cells, letter)
    lines += empty_cells(cells, lines)
    return sorted(lines, key=lambda line: (round((line.box.top + line.box.bottom) / 2 / letter), line.box.left))


def _not_too_many(pieces: Components) -> Components:
    """The largest pieces of a page that holds far more than any text has, such as noise or a photograph."""
    if len(pieces) <= MOST_PIECES:
        return pieces
    kept = np.zeros(len(pieces), bool)
    kept[np.argsort(pieces.area)[-MOST_PIECES:]] = True
    return components(np.asarray(np.where(pieces.mask(kept), 255, 0), np.uint8))


def _cell_of(pieces: Components, cells: list[Box]) -> NDArray[np.int64]:
    """The index of the cell in which each piece's middle lies, -1 outside."""
    x, y = pieces.left + pieces.width / 2, pieces.top + pieces.height / 2
    home = np.full(len(pieces), -1, np.int64)
    for number, cell in enumerate(cells):
        home[(x > cell.left) & (x < cell.right) & (y > cell.top) & (y < cell.bottom)] = number
    return home


def _grown(pieces: Components, home: NDArray[np.int64], letter: float) -> list[_Growing]:
    """Letters strung to lines from left to right: each joins the line whose recent letters overlap it most in height."""
    big = (pieces.height >= 0.55 * letter) & (pieces.height <= 3.2 * letter) & (pieces.width <= 25 * letter) & (pieces.width >= 2)
    order = np.flatnonzero(big)
    lines: list[_Growing] = []
    for index in order[np.argsort(pieces.left[order], kind="stable")]:
        top, bottom = float(pieces.top[index]), float(pieces.bottom[index])
        best = max(
            (
                n
                for n in lines
                if n.top < bottom and n.bottom > top and n.cell == home[index] and pieces.left[index] - n.right < 40 * letter
            ),
            key=lambda line: _overlap(line, top, bottom),
            default=None,
        )
        if best is None or _overlap(best, top, bottom) < 0.45:
            lines.append(_Growing([int(index)], top, bottom, float(pieces.right[index]), int(home[index])))
            continue
        best.members.append(int(index))
        recent = [m for m in best.members[-7:] if pieces.height[m] <= 2.2 * letter] or best.members[-7:]
        best.top, best.bottom = float(np.median(pieces.top[recent])), float(np.median(pieces.bottom[recent]))
        best.right = max(best.right, float(pieces.right[index]))
    return lines


def _overlap(line: _Growing, top: float, bottom: float) -> float:
    return (min(line.bottom, bottom) - max(line.top, top)) / max(1.0, min(line.bottom - line.top, bottom - top))


def _joined(lines: list[_Growing], letter: float) -> list[_Growing]:
    """Lines of the same cell at the same height made one."""
    done: list[_Growing] = []
    for line in sorted(lines, key=lambda one: -len(one.members)):
        same = next((d for d in done if d.cell == line.cell and _overlap(d, line.top, line.bottom) > 0.6), None)
        if same is None or (len(line.members) > 3 and abs(same.top - line.top) > 0.7 * letter):
            done.append(line)
        else:
            same.members += line.members
            same.right = max(same.right, line.right)
    return done


def _absorbed(pieces: Components, lines: list[_Growing], letter: float) -> list[_Growing]:
    """Rows of large tone marks and vowels, which are no lines of their own, given to the letters above or below."""
    kept: list[_Growing] = []
    for line in sorted(lines, key=lambda one: -len(one.members)):
        host = next((k for k in kept if k.cell == line.cell and _belongs(pieces, line, k, letter)), None)
        if host is None:
            kept.append(line)
        else:
            host.members += line.members
    return kept


def _belongs(pieces: Components, line: _Growing, host: _Growing, letter: float) -> bool:
    """Few, low, and right above or below the host's letters."""
    if len(line.members) > 0.5 * len(host.members) or line.bottom - line.top > 0.95 * (host.bottom - host.top) + 4:
        return False
    span = _Span.of(pieces, host)
    near = [span.distance(pieces, member, 0.1 * letter) for member in line.members]
    return sum(distance < 0.4 * letter for distance in near) > 0.6 * len(near)


def _add_marks(pieces: Components, home: NDArray[np.int64], lines: list[_Growing], letter: float) -> None:
    """Vowels, tone marks and dots go to the line whose letters they stand nearest to; what is far from all is dirt."""
    taken = {m for line in lines for m in line.members}
    spans = [_Span.of(pieces, line) for line in lines]
    heights = np.array([(span.tops.min() - letter, span.bottoms.max() + letter) for span in spans]).reshape(-1, 2)
    for index in np.flatnonzero((pieces.height < 0.55 * letter) & (pieces.width <= 4 * letter) & (pieces.area >= 3)):
        if int(index) in taken:
            continue
        level = np.flatnonzero((heights[:, 0] < pieces.bottom[index]) & (heights[:, 1] > pieces.top[index]))
        near = [(spans[number].distance(pieces, int(index), letter), int(number)) for number in level]
        distance, number = min(near, default=(1e9, 0))
        if distance <= 0.8 * letter and lines[number].cell in (int(home[index]), -1):
            lines[number].members.append(int(index))


@dataclass(frozen=True)
class _Span:
    lefts: NDArray[np.int32]
    rights: NDArray[np.int32]
    tops: NDArray[np.int32]
    bottoms: NDArray[np.int32]

    @classmethod
    def of(cls, pieces: Components, line: _Growing) -> _Span:
        chosen = np.array(line.members)
        return cls(pieces.left[chosen], pieces.right[chosen], pieces.top[chosen], pieces.bottom[chosen])

    def distance(self, pieces: Components, index: int, letter: float) -> float:
        """How far above or below the nearest letters a piece stands; inf where no letter is near sideways."""
        beside = (self.lefts < pieces.right[index] + letter) & (self.rights > pieces.left[index] - letter)
        if not beside.any():
            return float("inf")
        up = self.tops[beside] - pieces.bottom[index]
        down = pieces.top[index] - self.bottoms[beside]
        return float(np.maximum(np.maximum(up, 1.2 * down), 0).min())


def _is_text(pieces: Components, line: _Growing, letter: float) -> bool:
    """Two letters, or one that is no lone scratch."""
    area = int(pieces.area[line.members].sum())
    return (len(line.members) >= 2 and area > 0.3 * letter * letter) or area > 0.5 * letter * letter


def _line(pieces: Components, line: _Growing, ink: Picture, guides: list[Box], cells: list[Box]) -> TextLine:
    m = np.array(line.members)
    left, top = int(pieces.left[m].min()), int(pieces.top[m].min())
    right, bottom = int(pieces.right[m].max()), int(pieces.bottom[m].max())
    own = np.isin(pieces.labels[top:bottom, left:right], m + 1)
    box = Box(float(left), float(top), float(right), float(bottom))
    cell = cells[line.cell] if line.cell >= 0 else None
    beside = tuple(
        g for g in guides if box.top < (g.top + g.bottom) / 2 < box.bottom + 0.5 * (box.bottom - box.top) and home_of(g, cells) == cell
    )
    return TextLine(box, np.asarray(np.where(own, 255, 0), np.uint8), beside, cell)
