"""Page to reading. `ocr.strips` looks at single fields again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np

from ocr import tesseract
from ocr.assemble import line_of, sensible
from ocr.bilingual import merged
from ocr.damage import damage_of
from ocr.header import reads_like_header
from ocr.ink import Picture, load
from ocr.lines import TextLine, find_lines
from ocr.page import CleanPage, clean_page, turned_over
from ocr.text_layer import WordTuple, reading_of_words
from ocr.thai import Glyph
from ocr.types import Box, Reading

MOST_LINES = 250  # a table that fills a page has about 200 cells
FEW_LINES = 8  # read of a page on which next to nothing is legible
ILLEGIBLE = 0.15  # share of letters read without a doubt; of the worst faxes it is a quarter
PROBE_LINES = 4  # lines read both ways where structure does not tell which way is up


class LineReader(Protocol):
    """Something that reads pictures of single lines."""

    @property
    def name(self) -> str:
        """Name and version, kept with every reading."""

    def read(self, strips: Sequence[Picture]) -> list[tuple[Glyph, ...]]:
        """The characters of each strip (ink pictures: 255 ink, 0 paper), left to right."""


class TesseractReader:
    """Tesseract as first reader: every strip in Thai and in Latin, each stretch of it in the surer one.

    Asked for both at once, Tesseract takes short Thai labels for Latin words (`ชื่อ` for `do`); it is no faster.
    """

    @property
    def name(self) -> str:
        return f"tesseract-{tesseract.version()}/1"

    def read(self, strips: Sequence[Picture]) -> list[tuple[Glyph, ...]]:
        thai, latin = tesseract.read(strips, "tha"), tesseract.read(strips, "eng")
        return [merged(strip, *pair) for strip, *pair in zip(strips, thai, latin, strict=True)]


def read_page(
    image: Path,
    *,
    dpi: float,
    scale: tuple[float, float] = (1.0, 1.0),
    words: Sequence[WordTuple] = (),
    reader: LineReader | None = None,
) -> Reading:
    """All text of a page. image, dpi, scale: as in `intake`'s Page; words: its text layer as (text, (left, top, right, bottom)).

    A text layer that makes sense is taken as it is; else the picture is read. Raises ValueError where the file is no
    picture, TesseractError where Tesseract cannot be used.
    """
    reader = reader or TesseractReader()
    if words and (layer := reading_of_words(words, load(image).shape)) is not None:
        return layer
    page, lines = _righted(clean(image, dpi, scale), reader)
    inked = [line for line in lines if line.ink.any()]
    headers = [page.header] if page.header is not None else []
    glyphs = reader.read([*headers, *(line.ink for line in inked)])
    header = text_of(glyphs[0]) if headers else ""
    by_line = dict(zip(map(id, inked), glyphs[len(headers) :], strict=True))
    read = [line_of(line, by_line.get(id(line), ()), page.factor, page.letter) for line in lines]
    if header and not reads_like_header(header) and page.header_at is not None and page.upright.turn == 0:
        read.insert(0, line_of(TextLine(page.header_at, headers[0]), glyphs[0], page.factor, page.letter))
        header = ""
    return Reading(tuple(read), page.upright, reader.name, damage=damage_of(load(image), scale), header=header)


def _worth_reading(lines: list[TextLine], most: int) -> list[TextLine]:
    """The lines in their order; of a page with more than `most`, which are noise or a photograph, only those with most ink."""
    if len(lines) <= most:
        return lines
    heaviest = {id(line) for line in sorted(lines, key=lambda line: -int(np.count_nonzero(line.ink)))[:most]}
    return [line for line in lines if id(line) in heaviest]


@lru_cache(maxsize=1)
def clean(image: Path, dpi: float, scale: tuple[float, float]) -> CleanPage:
    """Kept for the strips that are asked for right after the page."""
    return clean_page(image, dpi, scale)


def _righted(page: CleanPage, reader: LineReader) -> tuple[CleanPage, list[TextLine]]:
    """The page the way up in which its longest lines read better, where its structure does not tell, and its lines to be read."""
    lines = find_lines(page.ink, page.letter)
    if page.sure_of_turn or not lines:
        return page, _worth_reading(lines, MOST_LINES)
    other = turned_over(page)
    other_lines = find_lines(other.ink, other.letter)
    here, there = _legible(lines, reader), _legible(other_lines, reader)
    most = MOST_LINES if max(here, there) >= ILLEGIBLE else FEW_LINES
    return (page, _worth_reading(lines, most)) if here >= there else (other, _worth_reading(other_lines, most))


def _legible(lines: Sequence[TextLine], reader: LineReader) -> float:
    longest = sorted((line for line in lines if line.ink.any()), key=lambda line: line.box.left - line.box.right)
    return sensible(reader.read([line.ink for line in longest[:PROBE_LINES]]))


def text_of(glyphs: Sequence[Glyph], letter: float = 25.0) -> str:
    """What glyphs say, white space where the ink leaves it. letter: height of ordinary letters, pixels."""
    box = Box(0.0, 0.0, 1.0, letter)
    return line_of(TextLine(box, np.zeros((1, 1), np.uint8)), glyphs, 1.0, letter).text.strip()
