"""Connected pieces of ink, as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.ink import Picture

Ints = NDArray[np.int32]


@dataclass(frozen=True)
class Components:
    """Pieces of 8-connected ink. Row i of each array is piece i; `labels` holds i + 1 at its pixels, 0 at paper."""

    labels: Ints
    left: Ints
    top: Ints
    width: Ints
    height: Ints
    area: Ints

    @property
    def right(self) -> Ints:
        return self.left + self.width

    @property
    def bottom(self) -> Ints:
        return self.top + self.height

    def __len__(self) -> int:
        return len(self.left)

    def mask(self, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """The pixels of the chosen pieces."""
        table = np.zeros(len(self) + 1, bool)
        table[1:] = chosen
        return np.asarray(table[self.labels], bool)


def components(ink: Picture) -> Components:
    """The pieces of an ink picture."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8, ltype=cv2.CV_32S)
    columns = np.asarray(stats[1:], np.int32).T
    return Components(np.asarray(labels, np.int32), *(columns[i] for i in (0, 1, 2, 3, 4)))


def letter_height(pieces: Components) -> float:
    """The height in pixels of the page's ordinary letters: the median of pieces that may be letters, 20 if there are none."""
    shaped = (pieces.height >= 10) & (pieces.height <= 70) & (pieces.width >= 4) & (pieces.width <= 120)
    shaped &= pieces.area >= 0.08 * pieces.width * pieces.height
    heights = pieces.height[shaped]
    return float(np.median(heights)) if len(heights) >= 5 else 20.0
