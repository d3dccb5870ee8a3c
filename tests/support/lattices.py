"""Lattices made by hand: one says at each step which letters the ink may be."""

from __future__ import annotations

import numpy as np

from ocr.alphabet import CLASS_OF, LETTERS
from ocr.lattice import Lattice

FAINT = -12.0  # logarithm of what the ink is not


def lattice_of(*steps: str, otherwise: float = FAINT) -> Lattice:
    """One step a string: its letters from the likeliest on, each half as likely as the one before; `""` is the blank.

    otherwise: logarithm of each letter that is not named.
    """
    logs = np.full((2 * len(steps), len(LETTERS) + 1), otherwise, np.float32)
    logs[1::2, 0] = 0.0
    for number, letters in enumerate(steps):
        for place, letter in enumerate(letters):
            logs[2 * number, CLASS_OF[letter]] = np.log(0.5) * (place + 1)
    return Lattice(logs)
