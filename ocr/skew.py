"""How far a page is turned: by a few degrees, on its side, or upside down."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ocr.components import Components

Floats = NDArray[np.float64]

MOST_SKEW = 6.0  # degrees
EDGE = 40  # pixels at the edges that are left out: dirt and shadows lie there
FEWEST_PIECES = 8  # with fewer letters there is nothing to measure by


def skew_of(pieces: Components) -> float:
    """Degrees that the page must be rotated counter-clockwise to stand straight (-6 to 6), 0 where it cannot be told."""
    x, y = _feet(pieces)
    if len(x) < FEWEST_PIECES:
        return 0.0
    coarse = _sharpest(x, y, np.arange(-MOST_SKEW, MOST_SKEW + 0.01, 0.2), 4)
    return round(_sharpest(x, y, np.arange(coarse - 0.25, coarse + 0.26, 0.05), 2), 2)


def lies_on_its_side(pieces: Components) -> bool:
    """Whether letters line up in columns far better than in rows."""
    chosen = _letters(pieces)
    if chosen.sum() < 3 * FEWEST_PIECES:
        return False
    middle_x, middle_y = (pieces.left + pieces.width / 2)[chosen], (pieces.top + pieces.height / 2)[chosen]
    angles = np.arange(-MOST_SKEW, MOST_SKEW + 0.01, 0.4)
    rows = max(_sharpness(middle_x, middle_y, angle, 8) for angle in angles)
    columns = max(_sharpness(middle_y, middle_x, angle, 8) for angle in angles)
    return columns > 1.6 * rows


def _letters(pieces: Components) -> NDArray[np.bool_]:
    return (pieces.height >= 8) & (pieces.height <= 70) & (pieces.width >= 3) & (pieces.width <= 200)


def _feet(pieces: Components) -> tuple[Floats, Floats]:
    """The middle of each letter's lower edge: letters stand on the line, leaders lie on it."""
    height, width = pieces.labels.shape
    inside = (pieces.left > EDGE) & (pieces.top > EDGE) & (pieces.right < width - EDGE) & (pieces.bottom < height - EDGE)
    chosen = inside & (_letters(pieces) | ((pieces.height < 8) & (pieces.width >= 2) & (pieces.width <= 8) & (pieces.height >= 2)))
    return np.asarray((pieces.left + pieces.width / 2)[chosen], float), np.asarray(pieces.bottom[chosen], float)


def _sharpest(x: Floats, y: Floats, angles: Floats, bin_height: int) -> float:
    return float(max(angles, key=lambda angle: _sharpness(x, y, float(angle), bin_height)))


def _sharpness(x: Floats, y: Floats, angle: float, bin_height: int) -> float:
    """How well points gather in rows when the page is rotated by `angle` degrees counter-clockwise."""
    rows = (y * np.cos(np.radians(angle)) - x * np.sin(np.radians(angle))) / bin_height
    rows -= rows.min()
    counts = np.bincount(rows.astype(int)).astype(float)
    smooth = counts + 0.5 * (np.append(counts[1:], 0) + np.append(0, counts[:-1]))
    return float((smooth**2).sum() / max(len(x), 1))
