"""The letters that were read at a field's place, each with its place on the stored picture and how sure the reader was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ocr import serial
from ocr.geometry import to_page
from ocr.types import Box
from storage.store import Damaged, NotInStore, Store

SLACK = 3.0  # pixels that a letter's middle may lie outside the field's box


@dataclass(frozen=True, slots=True)
class Letter:
    """One code point. box: left, top, right, bottom in pixels of the stored picture; probability: 0 to 1."""

    text: str
    probability: float
    box: tuple[float, float, float, float]


def letters_in(store: Store, reading_sha256: str | None, box: Sequence[float]) -> tuple[Letter, ...]:
    """The letters whose middle lies in `box` (pixels of the stored picture), line by line; none where there is no reading."""
    try:
        known = _letters(store, reading_sha256) if reading_sha256 else ()
    except (NotInStore, Damaged, ValueError):
        return ()
    left, top, right, bottom = box[0] - SLACK, box[1] - SLACK, box[2] + SLACK, box[3] + SLACK
    return tuple(one for one in known if left <= _middle(one.box, 0) <= right and top <= _middle(one.box, 1) <= bottom)


@lru_cache(maxsize=64)
def _letters(store: Store, sha256: str) -> tuple[Letter, ...]:
    """All letters of a page in reading order, leaders left out; a consonant with its marks is parted into its code points."""
    reading = serial.loads(store.get(sha256))
    chars = [char for line in reading.lines for char in line.chars if not char.leader]
    return tuple(Letter(point, char.probability, _box(to_page(char.box, reading.upright))) for char in chars for point in char.text)


def _box(box: Box) -> tuple[float, float, float, float]:
    return box.left, box.top, box.right, box.bottom


def _middle(box: tuple[float, float, float, float], axis: int) -> float:
    return (box[axis] + box[axis + 2]) / 2
