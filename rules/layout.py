"""A page's lines with the labels on them: what stands after a label, in a cell, in the cells round it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ocr.lattice import Lattice
from ocr.types import Box, Char, Line
from rules.candidates import Candidate
from rules.printed import Printed

_NUMBERING = re.compile(r"[\s.]*[(\[]?\s*(?:[0-9๐-๙]{1,2}|[•●▪*-])\s*[.)\]]{0,2}\s*\Z")
_POINTS = frozenset(" :.;：\u00a0")
_LIKE_COLONS = frozenset("-\"'’“”!|=;")  # what a reader makes of a colon that stands by itself
CORNER = 16.0  # pixels by which neighbouring cells' edges may differ

Touch = Callable[[Box, Box], bool]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters of a line, line.chars[first:end]."""

    line: int
    first: int
    end: int


class Layout:
    """The page's lines, and where labels and other printed text stand on them."""

    def __init__(self, lines: Sequence[Line], labels: Sequence[Candidate], printed: Printed) -> None:
        self.lines = lines
        whole = [(number, 0, 0) for number in printed.title | printed.whole]
        self.marks = sorted({*((c.line, c.first, c.last) for c in labels), *printed.stretches, *whole})
        self.right = max((lines[c.line].box.right for c in labels), default=0.0)

    def has_mark(self, line: int) -> bool:
        """Whether a label or other printed text stands on the line."""
        return any(number == line for number, _, _ in self.marks)

    def free(self, numbers: Sequence[int]) -> bool:
        """Whether there are such lines and none bears a label."""
        return bool(numbers) and not any(map(self.has_mark, numbers))

    def whole(self, line: int) -> Stretch:
        return Stretch(line, 0, len(self.lines[line].chars))

    def chars(self, stretch: Stretch) -> tuple[Char, ...]:
        return self.lines[stretch.line].chars[stretch.first : stretch.end]

    def ink(self, stretch: Stretch) -> list[Char]:
        """The stretch's characters that are neither leaders nor white space."""
        return [char for char in self.chars(stretch) if not char.leader and not char.text.isspace()]

    def lattices(self, stretches: Sequence[Stretch]) -> tuple[Lattice, ...]:
        """What the reader held possible on each stretch that has ink, cut midway to the letters before and after."""
        cut = (self._lattice(stretch) for stretch in stretches)
        return tuple(lattice for lattice in cut if lattice is not None)

    def _lattice(self, stretch: Stretch) -> Lattice | None:
        line, inked = self.lines[stretch.line], self.ink(stretch)
        if line.lattice is None or not inked:
            return None
        before = self.ink(Stretch(stretch.line, 0, stretch.first))
        behind = self.ink(Stretch(stretch.line, stretch.end, len(line.chars)))
        left = (before[-1].box.right + inked[0].box.left) / 2 if before else line.box.left
        right = (inked[-1].box.right + behind[0].box.left) / 2 if behind else line.box.right
        return line.lattice.between(left, right)

    def after(self, label: Candidate) -> Stretch:
        """What stands to the right of a label: up to the next one, or the line's end."""
        chars = self.lines[label.line].chars
        following = [first for number, first, _ in self.marks if number == label.line and first > label.last]
        end = min(following, default=len(chars))
        first = label.last + 1
        while first < end and not chars[first].leader and (_is_mark(chars[first]) or chars[first].text in _POINTS):
            first += 1
        if (
            first + 1 < end
            and chars[first].text in _LIKE_COLONS
            and chars[first + 1].text.isspace()
            and self.ink(Stretch(label.line, first + 2, end))
        ):
            first += 2
        return Stretch(label.line, first, self._before_numbering(label.line, first, end) if following else end)

    def _before_numbering(self, line: int, first: int, end: int) -> int:
        """The end before the next label's own number, such as `๒.` or `(3)`, where white space or a leader parts it from the value."""
        chars = self.lines[line].chars[first:end]
        cut = len(chars)
        while cut > 0 and (cut == len(chars) or not chars[cut].text.strip() or not _parts(chars[cut - 1])):
            cut -= 1
        tail = "".join(char.text for char in chars[cut:] if not char.leader)
        return first + cut if tail.strip() and _NUMBERING.fullmatch(tail) else end

    def in_cell(self, cell: Box) -> list[int]:
        """The numbers of the lines in a cell."""
        return [number for number, line in enumerate(self.lines) if line.cell == cell]

    def neighbour(self, cell: Box, touches: Touch) -> list[int]:
        """The lines of the first other cell that touches."""
        others = (line.cell for line in self.lines if line.cell is not None and line.cell != cell)
        return next((self.in_cell(other) for other in others if touches(cell, other)), [])


def _is_mark(char: Char) -> bool:
    return all(unicodedata.category(c) == "Mn" for c in char.text)


def _parts(char: Char) -> bool:
    return char.leader or char.text.isspace()


def right_of(cell: Box, other: Box) -> bool:
    """Whether `other` adjoins on the right."""
    return abs(other.left - cell.right) < CORNER and _common(cell.top, cell.bottom, other.top, other.bottom)


def left_of(cell: Box, other: Box) -> bool:
    """Whether `other` adjoins on the left."""
    return right_of(other, cell)


def beneath(cell: Box, other: Box) -> bool:
    """Whether `other` adjoins below."""
    return abs(other.top - cell.bottom) < CORNER and _common(cell.left, cell.right, other.left, other.right)


def _common(start: float, end: float, other_start: float, other_end: float) -> bool:
    return min(end, other_end) - max(start, other_start) > 0.5 * min(end - start, other_end - other_start)
