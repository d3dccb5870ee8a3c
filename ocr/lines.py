"""Text lines of an upright page: whole letters with their marks, parted by ruled cells, leaders and rules taken out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ocr.cells import cells_of
from ocr.components import Components, components
from ocr.ink import Picture
from ocr.leaders import find_leaders
from ocr.strokes import level_rules, rubbed_out, upright_rules
from ocr.types import Box


@dataclass(frozen=True)
class TextLine:
    """A line's own ink. All in working pixels of the upright page; `ink` covers exactly `box`; guides: its leaders and rules."""

    box: Box
    ink: Picture
    guides: tuple[Box, ...] = ()
    cell: Box | None = None


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
    pieces = components(bare)
    home = _cell_of(pieces, cells)
    grown = _absorbed(pieces, _joined(_grown(pieces, home, letter), letter), letter)
    _add_marks(pieces, home, grown, letter)
    lines = [_line(pieces, line, bare, guides, cells) for line in grown if _is_text(pieces, line, letter)]
    lines += _empty_guides(guides, lines, cells, letter)
    lines += _empty_cells(cells, lines)
    return sorted(lines, key=lambda line: (round((line.box.top + line.box.bottom) / 2 / letter), line.box.left))


def without_guides(ink: Picture, letter: float) -> tuple[Picture, list[Box], list[Box]]:
    """The ink without ruled lines and leaders; the boxes of the level ones; the ruled cells."""
    level_mask, level = level_rules(ink)
    upright_mask, upright = upright_rules(ink, round(2.2 * letter))
    bare = rubbed_out(ink, level_mask, 1, 7) if level else ink
    bare = rubbed_out(bare, upright_mask, 7, 1) if upright else bare
    pieces = components(bare)
    leaders = find_leaders(pieces, letter)
    bare = np.asarray(np.where(pieces.mask(leaders.pieces), 0, bare), np.uint8)
    cells = cells_of(level, upright, letter)
    thin = [rule for rule in level if rule.bottom - rule.top < 0.6 * letter]
    return bare, [guide for guide in (*leaders.rows, *thin) if not _on_edge(guide, cells)], cells


def _on_edge(rule: Box, cells: list[Box]) -> bool:
    return any(
        min(abs(rule.top - cell.top), abs(rule.bottom - cell.top), abs(rule.bottom - cell.bottom), abs(rule.top - cell.bottom)) < 12
        and rule.left < cell.right - 8
        and rule.right > cell.left + 8
        for cell in cells
    )


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
            (line for line in lines if line.cell == home[index] and pieces.left[index] - line.right < 40 * letter),
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
    for index in np.flatnonzero((pieces.height < 0.55 * letter) & (pieces.width <= 4 * letter) & (pieces.area >= 3)):
        if int(index) in taken:
            continue
        near = [(span.distance(pieces, int(index), letter), number) for number, span in enumerate(spans)]
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
        g for g in guides if box.top < (g.top + g.bottom) / 2 < box.bottom + 0.5 * (box.bottom - box.top) and _home(g, cells) == cell
    )
    return TextLine(box, np.asarray(np.where(own, 255, 0), np.uint8), beside, cell)


def _home(guide: Box, cells: list[Box]) -> Box | None:
    """The cell that the middle of a leader lies in."""
    x, y = (guide.left + guide.right) / 2, (guide.top + guide.bottom) / 2
    return next((cell for cell in cells if cell.left < x < cell.right and cell.top < y < cell.bottom), None)


def _empty_guides(guides: list[Box], lines: list[TextLine], cells: list[Box], letter: float) -> list[TextLine]:
    """Leaders with no letter on them: lines to write on that were left blank. Those at the same height are one line."""
    used = {guide for line in lines for guide in line.guides}
    rows: list[list[Box]] = []
    for guide in sorted((g for g in guides if g not in used), key=lambda g: (g.top, g.left)):
        row = next(
            (r for r in rows if abs(r[-1].bottom - guide.bottom) < 0.4 * letter and _home(r[-1], cells) == _home(guide, cells)), None
        )
        (rows.append([guide]) if row is None else row.append(guide))
    return [_blank(row, cells, letter) for row in rows if sum(g.right - g.left for g in row) > 4 * letter]


def _blank(row: list[Box], cells: list[Box], letter: float) -> TextLine:
    box = row[0]
    for guide in row[1:]:
        box = box.joined(guide)
    box = Box(box.left, box.bottom - letter, box.right, box.bottom)
    cell = _home(row[0], cells)
    shape = (max(1, round(box.bottom - box.top)), max(1, round(box.right - box.left)))
    return TextLine(box, np.zeros(shape, np.uint8), tuple(row), cell)


def _empty_cells(cells: list[Box], lines: list[TextLine]) -> list[TextLine]:
    """A line without ink for each cell that nothing is written in."""
    filled = {line.cell for line in lines}
    boxes = [cell for cell in cells if cell not in filled]
    return [TextLine(cell, np.zeros((round(cell.bottom - cell.top), round(cell.right - cell.left)), np.uint8), (), cell) for cell in boxes]
