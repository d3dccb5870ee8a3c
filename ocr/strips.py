"""A page's fields looked at again, one strip each: read by the second reader, judged typed or by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from ocr import tesseract
from ocr.assemble import text_of
from ocr.hand import by_hand
from ocr.ink import Picture
from ocr.lines import TextLine, find_lines
from ocr.page import CleanPage, turned_over
from ocr.reader import clean
from ocr.thai import Glyph
from ocr.types import Box, Reading, StripReading

SPACE = 0.45  # letter heights between two of its characters that make a white space: it says little of its own
NO_INK: Picture = np.zeros((1, 1), np.uint8)


@dataclass(frozen=True, slots=True)
class StripRequest:
    """A field to read again. box: pixels of the upright page. alphabet: `tha`, `eng`, `tha+eng`, `digits` or `address`."""

    box: Box
    alphabet: str


def read_strips(
    image: Path, reading: Reading, strips: Sequence[StripRequest], *, dpi: float = 0.0, scale: tuple[float, float] = (1.0, 1.0)
) -> list[StripReading]:
    """Each strip read by Tesseract in its own alphabet, leaders and rules taken out; one process an alphabet.

    dpi and scale: the same as were given to `read_page`. Raises TesseractError, and KeyError for an unknown alphabet.
    """
    page, lines = _lines_as_read(image, dpi, scale, reading.upright.turn)
    name = tesseract.reader_name()
    done: dict[int, StripReading] = {}
    for alphabet in {strip.alphabet for strip in strips}:
        numbers = [n for n, strip in enumerate(strips) if strip.alphabet == alphabet]
        inks = [_cut(lines, strips[n].box, page.factor) for n in numbers]
        filled = [n for n, ink in zip(numbers, inks, strict=True) if ink is not None]
        for n in set(numbers) - set(filled):
            done[n] = StripReading("", 1.0, alphabet, name)
        glyphs = tesseract.read([ink for ink in inks if ink is not None], alphabet)
        done |= {n: _strip_reading(g, alphabet, name, page.letter) for n, g in zip(filled, glyphs, strict=True)}
    return [done[n] for n in range(len(strips))]


def read_fields(
    image: Path,
    reading: Reading,
    boxes: Mapping[str, Box],
    wanted: Mapping[str, Sequence[str]],
    *,
    dpi: float = 0.0,
    scale: tuple[float, float] = (1.0, 1.0),
) -> dict[str, list[StripReading]]:
    """`read_strips` by field name. wanted: the alphabets of each field that is to be read again; boxes: of at least those fields."""
    asked = [(name, StripRequest(boxes[name], alphabet)) for name, alphabets in wanted.items() for alphabet in alphabets]
    answers = read_strips(image, reading, [request for _, request in asked], dpi=dpi, scale=scale) if asked else []
    strips: dict[str, list[StripReading]] = {}
    for (name, _), answer in zip(asked, answers, strict=True):
        strips.setdefault(name, []).append(answer)
    return strips


def judge_hands(
    image: Path, reading: Reading, boxes: Sequence[Box], *, dpi: float = 0.0, scale: tuple[float, float] = (1.0, 1.0)
) -> list[float]:
    """The probability that what stands in each box (upright page) was written by hand; 0.5 where there is no ink.

    dpi and scale: the same as were given to `read_page`.
    """
    page, lines = _lines_as_read(image, dpi, scale, reading.upright.turn)
    inks = [_cut(lines, box, page.factor) for box in boxes]
    return by_hand([NO_INK if ink is None else ink for ink in inks])


def judge_fields(
    image: Path, reading: Reading, boxes: Mapping[str, Box], *, dpi: float = 0.0, scale: tuple[float, float] = (1.0, 1.0)
) -> dict[str, float]:
    """`judge_hands` by field name."""
    return dict(zip(boxes, judge_hands(image, reading, list(boxes.values()), dpi=dpi, scale=scale) if boxes else (), strict=True))


@lru_cache(maxsize=1)
def _lines_as_read(image: Path, dpi: float, scale: tuple[float, float], turn: int) -> tuple[CleanPage, list[TextLine]]:
    """The page's lines as `read_page` had them; kept, since a page's fields are asked for one after the other."""
    page = clean(image, dpi, scale)
    page = page if page.upright.turn == turn else turned_over(page)
    return page, [line for line in find_lines(page.ink, page.letter, page.pieces) if line.ink.any()]


def _cut(lines: Sequence[TextLine], box: Box, factor: float) -> Picture | None:
    """The ink of the line that the box lies on, between its left and right; None where there is none."""
    left, top, right, bottom = (value * factor for value in box)
    best = max(lines, key=lambda line: _shared(line.box, left, top, right, bottom), default=None)
    if best is None or _shared(best.box, left, top, right, bottom) <= 0:
        return None
    ink = best.ink[:, max(0, round(left - best.box.left)) : max(0, round(right - best.box.left))]
    return np.ascontiguousarray(ink) if ink.size and (ink > 0).sum() >= 12 else None


def _shared(line: Box, left: float, top: float, right: float, bottom: float) -> float:
    """The area that the line's box has in common with the asked one."""
    return max(0.0, min(line.right, right) - max(line.left, left)) * max(0.0, min(line.bottom, bottom) - max(line.top, top))


def _strip_reading(glyphs: Sequence[Glyph], alphabet: str, name: str, letter: float) -> StripReading:
    text = text_of(glyphs, SPACE, letter)
    return StripReading(text, float(np.mean([g.probability for g in glyphs])) if glyphs else 0.0, alphabet, name)
