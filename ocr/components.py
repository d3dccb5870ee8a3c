"""Connected pieces of ink, as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.ink import Picture

Ints = NDArray[np.int32]
ALL = slice(None)


@dataclass(frozen=True, eq=False)
class Components:
    """Pieces of 8-connected ink. Row i of each array is piece i; `labels` holds numbers[i] at its pixels, 0 at paper.

    most: the highest number in `labels`, where there may be pieces that are no longer counted.
    """

    labels: Ints
    most: int
    numbers: Ints
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

    def only(self, chosen: NDArray[np.bool_]) -> Components:
        """The chosen pieces. The picture of labels stays as it is."""
        columns = (self.numbers, self.left, self.top, self.width, self.height, self.area)
        return Components(self.labels, self.most, *(column[chosen] for column in columns))

    def mask(self, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """The pixels of the chosen pieces."""
        table = np.zeros(self.most + 1, bool)
        table[self.numbers[chosen]] = True
        return np.take(table, self.labels)

    def ink(self, chosen: NDArray[np.int64] | None = None, rows: slice = ALL, columns: slice = ALL) -> Picture:
        """The ink (255) of the pieces of these indices, or of all; of the whole picture or of a window."""
        table = np.zeros(self.most + 1, np.uint8)
        table[self.numbers if chosen is None else self.numbers[chosen]] = 255
        return np.take(table, self.labels[rows, columns])

    def erased(self, ink: Picture, chosen: NDArray[np.bool_]) -> Picture:
        """The ink without the chosen pieces."""
        if int((self.width[chosen] * self.height[chosen]).sum()) > ink.size // 8:
            return np.asarray(np.where(self.mask(chosen), 0, ink), np.uint8)
        out = ink.copy()
        left, top, right, bottom = self.left, self.top, self.right, self.bottom
        for n in np.flatnonzero(chosen).tolist():  # small pieces one by one: a page is soon wider than all of them
            window = slice(top[n], bottom[n]), slice(left[n], right[n])
            out[window][self.labels[window] == self.numbers[n]] = 0
        return out

    def window(self, chosen: NDArray[np.bool_], margin: int) -> tuple[slice, slice]:
        """Rows and columns round the chosen pieces (at least one), with a margin in pixels as far as the picture goes."""
        top, left = int(self.top[chosen].min()) - margin, int(self.left[chosen].min()) - margin
        bottom, right = int(self.bottom[chosen].max()) + margin, int(self.right[chosen].max()) + margin
        return slice(max(0, top), bottom), slice(max(0, left), right)


def components(ink: Picture) -> Components:
    """The pieces of an ink picture."""
    # OpenCV's own choice of algorithm takes three times as long to give the same.
    count, labels, stats, _ = cv2.connectedComponentsWithStatsWithAlgorithm(ink, 8, cv2.CV_32S, cv2.CCL_BBDT)
    columns = np.asarray(stats[1:], np.int32).T
    return Components(np.asarray(labels, np.int32), count - 1, np.arange(1, count, dtype=np.int32), *(columns[i] for i in (0, 1, 2, 3, 4)))


def letter_height(pieces: Components) -> float:
    """The height in pixels of the page's ordinary letters: the median of pieces that may be letters, 20 if there are none."""
    shaped = (pieces.height >= 10) & (pieces.height <= 70) & (pieces.width >= 4) & (pieces.width <= 120)
    shaped &= pieces.area >= 0.08 * pieces.width * pieces.height
    heights = pieces.height[shaped]
    return float(np.median(heights)) if len(heights) >= 5 else 20.0
