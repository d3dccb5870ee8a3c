"""Lines as the pipeline itself cuts them from a drawn and faxed sheet, each with its text."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import NamedTuple, cast

import cv2
import numpy as np
from numpy.random import Generator

from ocr.components import components, letter_height
from ocr.ink import Picture, ink_of
from ocr.lines import TextLine, find_lines
from ocr.page import without_specks
from ocr.types import Box
from training import marks
from training.fax import FaxPage, Resolution, Scan, invent_scan, send
from training.flatbed import scan_to_jpeg
from training.lines.sheets import Mix, draw
from training.sheet import Sheet

Place = tuple[float, float, float]
SCALES: dict[Resolution, tuple[float, float]] = {"standard": (1.0, 0.5), "fine": (1.0, 1.0), "superfine": (0.5, 1.0)}
TORN = 0.08  # share of the faxes with rows blown sideways or lost in a band


class Span(NamedTuple):
    """A piece of a line: its columns in the line's ink, its text, whether it is written by hand."""

    left: int
    right: int
    text: str
    hand: bool


@dataclass(frozen=True, slots=True)
class Sample:
    """A line's ink (255) as cut, its pieces from left to right, and how the page came: the fax's resolution, or `grey`."""

    ink: Picture
    spans: tuple[Span, ...]
    resolution: str

    @property
    def text(self) -> str:
        """What the line says."""
        return " ".join(span.text for span in self.spans)

    @property
    def kind(self) -> str:
        """`hand` where any piece is, else `typed`."""
        return "hand" if any(span.hand for span in self.spans) else "typed"


def samples(rng: Generator, mix: Mix) -> list[Sample]:
    """The lines of one invented sheet that could be matched with their truth."""
    sheet, texts, by_hand = draw(rng, mix)
    way = str(rng.choice(["standard", "fine", "superfine", "grey"], p=[0.35, 0.47, 0.03, 0.15]))
    ink, places = _scanned_grey(sheet, rng) if way == "grey" else _faxed(sheet, cast(Resolution, way), rng)
    found = [_matched(line, places, texts, by_hand, way) for line in _lines(ink, places)]
    return [sample for sample in found if sample is not None]


def _faxed(sheet: Sheet, resolution: Resolution, rng: Generator) -> tuple[Picture, dict[str, Place]]:
    """The sheet sent by fax: its ink at working size, its pieces' places there."""
    fax = send(sheet, _scan(rng, resolution), rng)
    if rng.random() < TORN:
        marks.torn(fax.bits, rng)
    return _as_stored(fax, resolution), {name: _place(box, SCALES[resolution]) for name, box in fax.truth.boxes.items()}


def _scanned_grey(sheet: Sheet, rng: Generator) -> tuple[Picture, dict[str, Place]]:
    """The sheet scanned in greys or photographed, straightened: soft, unevenly lit, squeezed by JPEG."""
    dpi = float(rng.choice([110, 150, 150, 200, 300]))
    picture = scan_to_jpeg(sheet, rng, dpi=round(dpi), quality=int(rng.integers(15, 80)), skew=float(rng.normal(0, 0.12)))
    grey = np.asarray(cv2.imdecode(np.frombuffer(picture.content, np.uint8), cv2.IMREAD_GRAYSCALE), np.float32)
    if rng.random() < 0.5:
        light = cv2.resize(rng.uniform(0.6, 1.0, (3, 3)).astype(np.float32), grey.shape[::-1], interpolation=cv2.INTER_CUBIC)
        grey = np.clip(np.asarray(cv2.GaussianBlur(grey, (0, 0), float(rng.uniform(0.3, 1.0)))) * light, 0, 255)
    ink, factor = ink_of(np.asarray(grey, np.uint8), dpi, (1.0, 1.0))
    return without_specks(ink), {name: _place(box, (1 / factor, 1 / factor)) for name, box in picture.truth.boxes.items()}


def _scan(rng: Generator, resolution: Resolution) -> Scan:
    """A scanner; the page lies nearly straight, as after the clean-up."""
    return replace(
        invent_scan(rng, resolution),
        header="",
        border=False,
        skew=float(rng.normal(0, 0.12)),
        lost=float(rng.choice([0, 0, 0, 0.004, 0.01])),
        repeated=float(rng.choice([0, 0, 0.004])),
    )


def _as_stored(fax: FaxPage, resolution: Resolution) -> Picture:
    """The page's ink at working size, as the pipeline has it."""
    bits = np.where(fax.bits, 0, 255).astype(np.uint8)
    x, y = SCALES[resolution]
    stored = np.repeat(np.repeat(bits, round(1 / y), axis=0), round(1 / x), axis=1)
    ink, _ = ink_of(stored, 204.0, (x, y))
    return without_specks(ink)


def _place(box: tuple[int, int, int, int], scale: tuple[float, float]) -> Place:
    """A piece in working pixels: left, middle row, right. scale: its pixels for one of those."""
    x, y = scale
    return box[0] / x, (box[1] + box[3]) / 2 / y, box[2] / x


def _lines(ink: Picture, places: dict[str, Place]) -> list[TextLine]:
    """The page's lines, found band by band: a whole page at once takes three times as long."""
    letter = letter_height(components(ink))
    rows = sorted({place[1] for place in places.values()})
    cuts = [(a + b) / 2 for a, b in itertools.pairwise(rows) if b - a > 1.6 * letter]
    edges = [0, *[round(c) for c in cuts[5::6] if c < ink.shape[0] - letter], ink.shape[0]]
    lines = []
    for top, bottom in itertools.pairwise(edges):
        for line in find_lines(np.ascontiguousarray(ink[top:bottom]), letter):
            if line.ink.any():
                left, upper, right, lower = line.box
                lines.append(TextLine(Box(left, upper + top, right, lower + top), line.ink))
    return lines


def _matched(line: TextLine, places: dict[str, Place], texts: dict[str, str], by_hand: set[str], resolution: str) -> Sample | None:
    """The line with the pieces that stand on it, None where they do not fit: cut through, or ink that no piece explains."""
    on = [name for name, place in places.items() if _stands_on(line, place)]
    if not on:
        return None
    on.sort(key=lambda name: places[name][0])
    left, right = min(places[n][0] for n in on), max(places[n][2] for n in on)
    slack = 14.0
    if left < line.box.left - slack or right > line.box.right + slack:
        return None
    if any(places[b][0] - places[a][2] < -slack for a, b in itertools.pairwise(on)):
        return None
    columns = np.flatnonzero(line.ink.any(axis=0)) + line.box.left
    if columns[0] < left - slack or columns[-1] > right + slack:
        return None
    spans = [Span(round(places[n][0] - line.box.left), round(places[n][2] - line.box.left), texts[n], n in by_hand) for n in on]
    return Sample(line.ink, tuple(spans), resolution)


def _stands_on(line: TextLine, place: Place) -> bool:
    left, middle, right = place
    shared = min(right, line.box.right) - max(left, line.box.left)
    height = line.box.bottom - line.box.top
    return shared > 0.3 * (right - left) and line.box.top + 0.15 * height < middle < line.box.bottom - 0.1 * height
