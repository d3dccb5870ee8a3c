"""From a stored picture to black ink on white paper at a working size of about 200 dots an inch."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""Rows by columns, 0 black to 255 white; an *ink* picture holds 255 where there is ink and 0 elsewhere."""

cv2.setNumThreads(1)  # several readers share the cores, and a page is too small for threads to pay

WORKING_DPI = 200.0
A4_SHORT_SIDE = 8.27  # inches
PLAUSIBLE_SIDE = (4.0, 14.0)  # inches: outside it, the stated resolution is not believed
DITHERED = 0.25  # share of the ink; of print it is under 0.1
MOST_PIXELS = 40_000_000


def load(path: Path) -> Picture:
    """The picture in grey. Raises ValueError with advice if it is no picture or too large."""
    picture = cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), cv2.IMREAD_GRAYSCALE) if path.stat().st_size else None
    if picture is None:
        raise ValueError(f"{path.name} is not a picture that can be read; store the page as PNG")
    if picture.size > MOST_PIXELS:
        raise ValueError(f"{path.name} has {picture.size} pixels, more than {MOST_PIXELS}; store the page smaller")
    return np.asarray(picture, np.uint8)


def working_factor(width: int, height: int, dpi: float) -> float:
    """By what a picture is scaled to stand at about 200 dpi. An implausible `dpi` is replaced by that of an A4 page."""
    short = min(width, height)
    if not (dpi > 0 and PLAUSIBLE_SIDE[0] <= short / dpi <= PLAUSIBLE_SIDE[1]):
        dpi = short / A4_SHORT_SIDE
    factor = WORKING_DPI / dpi
    return 1.0 if 0.9 < factor < 1.12 else min(factor, 3.0)


def ink_of(picture: Picture, dpi: float, scale: tuple[float, float]) -> tuple[Picture, float]:
    """The picture's ink at working size, and the factor from stored to working pixels.

    scale: as in `intake`'s Page; rows (columns) that it says were repeated are interpolated instead.
    """
    height, width = picture.shape
    factor = working_factor(width, height, dpi)
    repeat_x, repeat_y = (max(1, round(1 / s)) if s > 0 else 1 for s in scale)
    single = picture[::repeat_y, ::repeat_x]
    plain = two_valued(single)
    if plain and dithered(single):
        single = np.asarray(cv2.GaussianBlur(single, (0, 0), 1.4 / repeat_x, sigmaY=1.4 / repeat_y), np.uint8)
        plain = False
    sized = _sized(single, max(1, round(width * factor)), max(1, round(height * factor)))
    return (_black(sized) if plain else ink_of_grey(sized)), factor


def solid(ink: Picture) -> Picture:
    """Ink that is 255 or 0, where a picture of it had greys between."""
    return np.asarray(cv2.threshold(ink, 127, 255, cv2.THRESH_BINARY)[1], np.uint8)


def _black(picture: Picture) -> Picture:
    return np.asarray(cv2.threshold(picture, 127, 255, cv2.THRESH_BINARY_INV)[1], np.uint8)


def _sized(picture: Picture, width: int, height: int) -> Picture:
    if picture.shape == (height, width):
        return picture
    enlarged = width > picture.shape[1] or height > picture.shape[0]
    return np.asarray(cv2.resize(picture, (width, height), interpolation=cv2.INTER_CUBIC if enlarged else cv2.INTER_AREA), np.uint8)


def two_valued(picture: Picture) -> bool:
    """Whether nearly every pixel is black or white."""
    sample = np.ascontiguousarray(picture[::3, ::3])
    return cv2.countNonZero(cv2.inRange(sample, 16, 239)) < 0.02 * sample.size


def dithered(picture: Picture) -> bool:
    """Whether a black-and-white picture shows grey by scattered dots: much of its ink stands in runs of a single pixel."""
    black = picture[::3] < 128  # every third row tells as much
    alone = black[:, 1:-1] & ~black[:, :-2] & ~black[:, 2:]
    return bool(alone.sum() > DITHERED * max(1, int(black.sum())))


def ink_of_grey(picture: Picture) -> Picture:
    """Darker than the paper round it by more than the contrast of print asks."""
    even = np.asarray(cv2.divide(picture, _paper(picture), scale=255), np.uint8)
    limit, _ = cv2.threshold(even[::2, ::2].copy(), 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    return np.asarray(np.where(even < min(max(limit, 110), 190), 255, 0), np.uint8)


def _paper(picture: Picture) -> Picture:
    """The brightness of the bare paper at each pixel: ink closed away at an eighth of the size, then smoothed."""
    height, width = picture.shape
    small = cv2.resize(picture, (max(1, width // 8), max(1, height // 8)), interpolation=cv2.INTER_AREA)
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    smooth = cv2.GaussianBlur(closed, (0, 0), 4)
    return np.asarray(np.maximum(cv2.resize(smooth, (width, height), interpolation=cv2.INTER_LINEAR), 1), np.uint8)
