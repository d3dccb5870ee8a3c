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
    rows, columns = _sharpness(middle_x, middle_y, angles, 8).max(), _sharpness(middle_y, middle_x, angles, 8).max()
    return bool(columns > 1.6 * rows)


def _letters(pieces: Components) -> NDArray[np.bool_]:
    return (pieces.height >= 8) & (pieces.height <= 70) & (pieces.width >= 3) & (pieces.width <= 200)


def _feet(pieces: Components) -> tuple[Floats, Floats]:
    """The middle of each letter's lower edge: letters stand on the line, leaders lie on it."""
    height, width = pieces.labels.shape
    inside = (pieces.left > EDGE) & (pieces.top > EDGE) & (pieces.right < width - EDGE) & (pieces.bottom < height - EDGE)
    chosen = inside & (_letters(pieces) | ((pieces.height < 8) & (pieces.width >= 2) & (pieces.width <= 8) & (pieces.height >= 2)))
    return np.asarray((pieces.left + pieces.width / 2)[chosen], float), np.asarray(pieces.bottom[chosen], float)


def _sharpest(x: Floats, y: Floats, angles: Floats, bin_height: int) -> float:
    return float(angles[_sharpness(x, y, angles, bin_height).argmax()])


def _sharpness(x: Floats, y: Floats, angles: Floats, bin_height: int) -> Floats:
    """How well points gather in rows when the page is rotated by each of the angles (degrees counter-clockwise)."""
    turn = np.radians(angles)[:, None]
    rows = (y * np.cos(turn) - x * np.sin(turn)) / bin_height
    rows = (rows - rows.min(axis=1, keepdims=True)).astype(np.int64)
    bins = int(rows.max()) + 2  # the last one stays empty, so that one angle's rows do not run into the next one's
    counts = np.bincount((rows + bins * np.arange(len(angles))[:, None]).ravel(), minlength=bins * len(angles)).astype(float)
    smooth = (counts + 0.5 * (np.append(counts[1:], 0) + np.append(0, counts[:-1]))).reshape(len(angles), bins)
    smooth[np.arange(bins) > rows.max(axis=1, keepdims=True)] = 0
    return np.asarray((smooth**2).sum(axis=1) / max(len(x), 1))
