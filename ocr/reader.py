"""Page to reading. `ocr.strips` looks at single fields again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from ocr.assemble import NOTHING, line_of, sensible, text_of
from ocr.header import reads_like_header
from ocr.ink import load
from ocr.line_reader import LineReader, ReadLine
from ocr.lines import TextLine, find_lines
from ocr.net_reader import NetReader
from ocr.page import CleanPage, clean_page, turned_over
from ocr.strip import LETTER
from ocr.text_layer import WordTuple, reading_of_words
from ocr.types import Reading

MOST_LINES = 250  # a table that fills a page has about 200 cells
MOST_COLUMNS = 120_000  # of strips on a page: twice what a closely written A4 letter has
FEW_LINES = 8  # read of a page on which next to nothing is legible
ILLEGIBLE = 0.15  # share of letters read without a doubt
Known = dict[int, ReadLine]  # what has been read already, by the line's id
PROBE_LINES = 4  # lines read both ways where structure does not tell which way is up


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
    reader = reader or NetReader()
    if words and (layer := reading_of_words(words, load(image).shape)) is not None:
        return layer
    page, lines, known = _righted(clean(image, dpi, scale), reader)
    unread = _affordable([line for line in lines if line.ink.any() and id(line) not in known], page.letter)
    headers = [page.header] if page.header is not None else []
    answers = reader.read([*headers, *(line.ink for line in unread)])
    header = text_of(answers[0].glyphs, reader.space) if headers else ""
    known |= dict(zip(map(id, unread), answers[len(headers) :], strict=True))
    read = [line_of(line, known.get(id(line), NOTHING), page, reader.space) for line in lines]
    if header and not reads_like_header(header) and page.header_at is not None and page.upright.turn == 0:
        read.insert(0, line_of(TextLine(page.header_at, headers[0]), answers[0], page, reader.space))
        header = ""
    return Reading(tuple(read), page.upright, reader.name, damage=page.damage, header=header)


def _worth_reading(lines: list[TextLine], most: int) -> list[TextLine]:
    """The lines in their order; of a page with more than `most`, which are noise or a photograph, only those with most ink."""
    if len(lines) <= most:
        return lines
    heaviest = {id(line) for line in sorted(lines, key=lambda line: -int(np.count_nonzero(line.ink)))[:most]}
    return [line for line in lines if id(line) in heaviest]


def _affordable(lines: Sequence[TextLine], letter: float) -> list[TextLine]:
    """The lines from the top of the page on as long as their strips are not too many columns: no form is as full as a newspaper."""
    columns = np.cumsum([(line.box.right - line.box.left) * LETTER / letter for line in lines])
    return [line for line, reached in zip(lines, columns, strict=True) if reached <= MOST_COLUMNS]


@lru_cache(maxsize=1)
def clean(image: Path, dpi: float, scale: tuple[float, float]) -> CleanPage:
    """Kept for the strips that are asked for right after the page."""
    return clean_page(image, dpi, scale)


def _righted(page: CleanPage, reader: LineReader) -> tuple[CleanPage, list[TextLine], Known]:
    """The page the way up in which its longest lines read better, where its structure does not tell, and its lines to be read."""
    lines = find_lines(page.ink, page.letter, page.pieces)
    if page.sure_of_turn or not lines:
        return page, _worth_reading(lines, MOST_LINES), {}
    other = turned_over(page)
    other_lines = find_lines(other.ink, other.letter, other.pieces)
    (here, known), (there, known_there) = _legible(lines, reader), _legible(other_lines, reader)
    most = MOST_LINES if max(here, there) >= ILLEGIBLE else FEW_LINES
    return (page, _worth_reading(lines, most), known) if here >= there else (other, _worth_reading(other_lines, most), known_there)


def _legible(lines: Sequence[TextLine], reader: LineReader) -> tuple[float, Known]:
    longest = sorted((line for line in lines if line.ink.any()), key=lambda line: line.box.left - line.box.right)[:PROBE_LINES]
    answers = reader.read([line.ink for line in longest])
    return sensible([answer.glyphs for answer in answers], reader.clear), dict(zip(map(id, longest), answers, strict=True))
