"""Glyphs of a strip made characters of a line: places on the page, white space, leaders between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ocr.lines import TextLine
from ocr.thai import MARKS, Glyph, is_thai
from ocr.types import Box, Char, Line

SPACE = 0.45  # letter heights between two characters that make a white space
CLEAR = 0.985  # Tesseract is that sure of a letter it knows; of scrawls and letters upside down it is not


def line_of(line: TextLine, glyphs: Sequence[Glyph], factor: float, letter: float) -> Line:
    """The line with its characters, in pixels of the upright page (working pixels divided by `factor`)."""
    chars = list(_chars(glyphs, line.box, letter))
    chars += [guide for guide in _guides(line, letter) if not _covered(guide, chars, 0.3 * letter)]
    chars.sort(key=lambda char: char.box.left + char.box.right if char.leader else 2 * char.box.left + 0.1)
    box = line.box
    for guide in line.guides:
        box = Box(min(box.left, guide.left), box.top, max(box.right, guide.right), max(box.bottom, guide.bottom))
    cell = None if line.cell is None else _scaled(line.cell, factor)
    return Line(tuple(Char(c.text, _scaled(c.box, factor), c.probability, c.leader) for c in chars), _scaled(box, factor), cell)


def sensible(lines: Sequence[Sequence[Glyph]]) -> float:
    """Share of the characters that were read with hardly a doubt: the higher, the more likely the page is the right way up."""
    glyphs = [glyph for line in lines for glyph in line]
    return sum(glyph.probability >= CLEAR for glyph in glyphs) / max(1, len(glyphs))


def _chars(glyphs: Sequence[Glyph], box: Box, letter: float) -> Iterator[Char]:
    """Characters in the reader's order, a white space where the ink leaves a gap or the reader parted Latin words."""
    before: Glyph | None = None
    reach = 0.0
    for glyph in glyphs:
        if before is not None and glyph.text not in MARKS:
            gap = glyph.left - reach
            latin = glyph.starts_word and not is_thai(glyph.text) and not is_thai(before.text)
            if gap > SPACE * letter or (latin and gap > 0):
                yield Char(" ", Box(box.left + reach, box.top, box.left + glyph.left, box.bottom), 1.0)
        yield Char(glyph.text, Box(box.left + glyph.left, box.top, box.left + glyph.right, box.bottom), glyph.probability)
        before, reach = glyph, max(reach, glyph.right)


def _guides(line: TextLine, letter: float) -> Iterator[Char]:
    """Leaders and rules as characters, one for each half letter's width."""
    for guide in line.guides:
        step = max(4.0, letter / 2)
        count = max(1, round((guide.right - guide.left) / step))
        width = (guide.right - guide.left) / count
        for number in range(count):
            left = guide.left + number * width
            yield Char(".", Box(left, guide.top, left + width, guide.bottom), 1.0, leader=True)


def _covered(guide: Char, chars: Sequence[Char], margin: float) -> bool:
    """Whether a letter stands on this piece of leader, or within `margin` pixels of its middle."""
    middle = (guide.box.left + guide.box.right) / 2
    return any(char.box.left - margin <= middle <= char.box.right + margin for char in chars if char.text != " ")


def _scaled(box: Box, factor: float) -> Box:
    return Box(*(value / factor for value in box))
