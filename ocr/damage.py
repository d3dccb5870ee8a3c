"""How much of a fax page was lost on the way."""

from __future__ import annotations

import numpy as np

from ocr.ink import Picture, two_valued


def damage_of(picture: Picture, scale: tuple[float, float] = (1.0, 1.0)) -> float:
    """Share of a black-and-white page's rows that look lost or repeated, 0 to 1; 0 for a grey page.

    A receiver repeats the last good row for a bad one; two rows full of letters are else never the same, dot for dot.
    """
    if not two_valued(picture) or picture.shape[0] < 3:
        return 0.0
    rows = picture[:: max(1, round(1 / scale[1])) if scale[1] > 0 else 1] < 128
    packed = np.packbits(rows, axis=1)
    alike = np.flatnonzero((packed[1:] == packed[:-1]).all(axis=1)) + 1
    busy = np.count_nonzero(rows[alike, 1:] != rows[alike, :-1], axis=1) >= 20
    return float(np.count_nonzero(busy) / len(rows))
