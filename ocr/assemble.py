"""Glyphs of a strip made characters of a line: places on the page, white space, leaders between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ocr.lattice import Lattice
from ocr.line_reader import ReadLine
from ocr.lines import TextLine
from ocr.page import CleanPage
from ocr.thai import MARKS, Glyph, is_thai
from ocr.types import Box, Char, Line

NOTHING = ReadLine(())


def line_of(line: TextLine, read: ReadLine, page: CleanPage, space: float) -> Line:
    """The line with its characters, in pixels of the upright page (working pixels divided by the page's factor).

    space: the gap, in letter heights, that makes a white space.
    """
    factor, letter = page.factor, page.letter
    chars = list(_chars(read.glyphs, line.box, space * letter))
    chars += _uncovered(list(_guides(line, letter)), chars, 0.3 * letter)
    chars.sort(key=lambda char: char.box.left + char.box.right if char.leader else 2 * char.box.left + 0.1)
    box = line.box
    for guide in line.guides:
        box = Box(min(box.left, guide.left), box.top, max(box.right, guide.right), max(box.bottom, guide.bottom))
    cell = None if line.cell is None else _scaled(line.cell, factor)
    lattice = read.lattice and Lattice(read.lattice.logs, (line.box.left + read.lattice.left) / factor, read.lattice.step / factor)
    scaled = tuple(Char(c.text, _scaled(c.box, factor), c.probability, c.leader) for c in chars)
    return Line(scaled, _scaled(box, factor), cell, lattice)


def text_of(glyphs: Sequence[Glyph], space: float, letter: float = 25.0) -> str:
    """What glyphs say. space: as for `line_of`; letter: height of ordinary letters, pixels."""
    return "".join(char.text for char in _chars(glyphs, Box(0.0, 0.0, 1.0, letter), space * letter)).strip()


def sensible(lines: Sequence[Sequence[Glyph]], clear: float) -> float:
    """Share of the characters read with at least that probability: the higher, the more likely the page is the right way up."""
    glyphs = [glyph for line in lines for glyph in line if glyph.text != " "]
    return sum(glyph.probability >= clear for glyph in glyphs) / max(1, len(glyphs))


def _chars(glyphs: Sequence[Glyph], box: Box, space: float) -> Iterator[Char]:
    """Characters in the reader's order, a white space where it read one, where the ink leaves a gap, or where it parted Latin words."""
    before: Glyph | None = None
    reach, parted = 0.0, False
    for glyph in glyphs:
        if glyph.text == " ":
            parted = True
            continue
        if before is not None and glyph.text not in MARKS:
            gap = glyph.left - reach
            latin = glyph.starts_word and not is_thai(glyph.text) and not is_thai(before.text)
            if parted or gap > space or (latin and gap > 0):
                yield Char(" ", Box(box.left + reach, box.top, box.left + glyph.left, box.bottom), 1.0)
        yield Char(glyph.text, Box(box.left + glyph.left, box.top, box.left + glyph.right, box.bottom), glyph.probability)
        before, reach, parted = glyph, max(reach, glyph.right), False


def _guides(line: TextLine, letter: float) -> Iterator[Char]:
    """Leaders and rules as characters, one for each half letter's width."""
    for guide in line.guides:
        step = max(4.0, letter / 2)
        count = max(1, round((guide.right - guide.left) / step))
        width = (guide.right - guide.left) / count
        for number in range(count):
            left = guide.left + number * width
            yield Char(".", Box(left, guide.top, left + width, guide.bottom), 1.0, leader=True)


def _uncovered(guides: Sequence[Char], chars: Sequence[Char], margin: float) -> list[Char]:
    """The pieces of leader on which no letter stands, nor within `margin` pixels of their middles."""
    spans = np.array([(char.box.left - margin, char.box.right + margin) for char in chars if char.text != " "]).reshape(-1, 2)
    middles = np.array([(guide.box.left + guide.box.right) / 2 for guide in guides])[:, None]
    on_it = np.asarray((spans[:, 0] <= middles) & (middles <= spans[:, 1]), bool)
    return [guide for guide, covered in zip(guides, on_it, strict=True) if not covered.any()]


def _scaled(box: Box, factor: float) -> Box:
    return Box(*(value / factor for value in box))
