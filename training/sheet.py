"""A sheet of A4 paper at 300 dpi that text, rules and leaders are put on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from training.strokes import Grey, Strokes

DPI = 300
WIDTH, HEIGHT = 2480, 3508
Box = tuple[int, int, int, int]


class Spot(NamedTuple):
    """Where a text is put: the pen's column and the baseline's row."""

    x: int
    y: int


def blank() -> Grey:
    """An empty sheet, white."""
    return np.full((HEIGHT, WIDTH), 255, np.uint8)


def millimetres(value: float) -> int:
    """Pixels of the sheet."""
    return round(value * DPI / 25.4)


def stamp(paper: Grey, strokes: Strokes, spot: Spot, *, darkness: float = 1.0) -> Box:
    """Put ink on the paper. Returns the box round it (left, top, right, bottom); what falls off the sheet is lost."""
    top, left = max(0, spot.y - strokes.baseline), max(0, spot.x + strokes.left)
    part = strokes.ink[: max(0, HEIGHT - top), : max(0, WIDTH - left)]
    room = paper[top : top + part.shape[0], left : left + part.shape[1]]
    np.minimum(room, 255 - (part * darkness).astype(np.uint8), out=room)
    return left, top, left + part.shape[1], top + part.shape[0]


def rule(paper: Grey, box: Box) -> None:
    """A black rectangle: a rule, a border."""
    left, top, right, bottom = box
    paper[max(0, top) : bottom, max(0, left) : right] = 0


def frame(paper: Grey, box: Box, thickness: int = 3) -> None:
    """The four borders of a cell."""
    left, top, right, bottom = box
    rule(paper, (left, top, right, top + thickness))
    rule(paper, (left, bottom - thickness, right, bottom))
    rule(paper, (left, top, left + thickness, bottom))
    rule(paper, (right - thickness, top, right, bottom))


@dataclass(frozen=True, slots=True)
class PageTruth:
    """What is on a page. fields: as written; boxes: of the whole value, pixels of the page; blank values: where they would stand."""

    form: str | None
    hand: bool = False
    fields: dict[str, str] = field(default_factory=dict)
    boxes: dict[str, Box] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A drawn page and its truth. kind: form, letter, cover, other."""

    paper: Grey
    truth: PageTruth
    kind: str
