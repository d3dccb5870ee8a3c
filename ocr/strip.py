"""A line's ink brought to the size that our own reader knows: one letter height, one strip height."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ocr.components import components
from ocr.ink import Picture

HEIGHT = 48  # rows of a strip: a tone mark above a vowel reaches 2.1 letters above the line in some faces
LETTER = 15.0  # rows of an ordinary letter in it
MIDDLE = 29.0  # the row on which an ordinary letter's middle lies
MOST_COLUMNS = 3000


@dataclass(frozen=True, slots=True)
class Strip:
    """A line for the reader. ink: HEIGHT rows, 0 paper to 255 ink; factor: from the line's columns to the strip's."""

    ink: Picture
    factor: float


def strip_of(ink: Picture, *, stretch: float = 1.0, shift: float = 0.0) -> Strip:
    """The strip of a line's ink (255 ink). stretch and shift (rows) vary the size and height, for training."""
    letter, middle = _letters(ink)
    factor = min(LETTER / letter * stretch, 3.0, MOST_COLUMNS / max(1, ink.shape[1]))
    columns = max(8, round(ink.shape[1] * factor))
    matrix = np.array([[columns / ink.shape[1], 0, 0], [0, factor, MIDDLE + shift - middle * factor]], np.float64)
    soft = cv2.GaussianBlur(ink, (0, 0), 0.35 / factor) if factor < 0.9 else ink
    out = cv2.warpAffine(soft, matrix, (columns, HEIGHT), flags=cv2.INTER_LINEAR, borderValue=(0,))
    return Strip(np.asarray(out, np.uint8), columns / ink.shape[1])


def _letters(ink: Picture) -> tuple[float, float]:
    """Height of the line's ordinary letters and the row of their middle, by the width that they take."""
    pieces = components(ink)
    if not len(pieces):
        return max(8.0, ink.shape[0] / 2), ink.shape[0] / 2
    heights, widths = pieces.height.astype(np.float64), pieces.width.astype(np.float64)
    high = heights >= 0.5 * _median(heights, np.minimum(widths, 3 * heights) * (heights > 0.2 * heights.max()))
    heights, weights = heights[high], np.minimum(widths, 3 * pieces.height)[high]
    letter = _median(heights, weights)
    ordinary = (heights > 0.7 * letter) & (heights < 1.3 * letter)
    middles = (pieces.top + pieces.height / 2)[high][ordinary]
    return max(5.0, letter), _median(middles, weights[ordinary])


def _median(values: np.ndarray, weights: np.ndarray) -> float:
    order = np.argsort(values)
    reached = np.cumsum(weights[order])
    return float(values[order][min(len(values) - 1, int(np.searchsorted(reached, reached[-1] / 2)))])
