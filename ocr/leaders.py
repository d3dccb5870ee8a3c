"""Leaders: the rows of dots or dashes that guide the pen. Ruled lines are in `strokes`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ocr.components import Components
from ocr.types import Box

FEWEST = 4  # dots that make a row by themselves
MOST_DOTS = 5000  # a form has some 2,000; more are noise, in which there are rows of anything
LEVEL = 2.5  # pixels by which neighbouring dots may differ in height
FARTHEST = 1.2  # letter heights between neighbouring dots


@dataclass(frozen=True)
class Leaders:
    """The rows found (boxes, pixels of the ink picture), and which pieces belong to them."""

    rows: tuple[Box, ...]
    pieces: NDArray[np.bool_]


def find_leaders(pieces: Components, letter: float) -> Leaders:
    """Rows of dots and dashes among the pieces of a straightened page whose letters are `letter` pixels high."""
    small = _small(pieces, letter)
    chains = _chains(pieces, small, letter)
    rows = [chain for chain in chains if len(chain) >= FEWEST and _is_even(pieces, chain)]
    taken = np.zeros(len(pieces), bool)
    for chain in rows:
        taken[chain] = True
    rows += _stragglers(pieces, [c for c in chains if len(c) < FEWEST], rows, letter)
    for chain in rows:
        taken[chain] = True
    return Leaders(tuple(_box(pieces, chain) for chain in rows), taken)


def _small(pieces: Components, letter: float) -> NDArray[np.int64]:
    """Indices of pieces that may be a dot or a dash, from left to right."""
    flat = (pieces.height <= max(6.0, 0.3 * letter)) & (pieces.width <= max(8.0, 1.0 * letter))
    indices = np.flatnonzero(flat)
    if len(indices) > MOST_DOTS:
        return indices[:0]
    return indices[np.argsort(pieces.left[indices], kind="stable")]


def _chains(pieces: Components, small: NDArray[np.int64], letter: float) -> list[list[int]]:
    """Pieces strung together: each with the nearest one to its right at the same height."""
    chains: list[list[int]] = []
    middle = pieces.top + pieces.height / 2
    open_at: dict[int, list[int]] = {}
    for index in small:
        best = _nearest_chain(pieces, middle, open_at, int(index), letter)
        if best is None:
            best = []
            chains.append(best)
        best.append(int(index))
        open_at[round(float(middle[index]))] = best
    return chains


def _nearest_chain(
    pieces: Components, middle: NDArray[np.float64], open_at: dict[int, list[int]], index: int, letter: float
) -> list[int] | None:
    """The open chain whose last dot is nearest on the left."""
    row = round(float(middle[index]))
    best: list[int] | None = None
    gap = FARTHEST * letter
    for near in range(row - 3, row + 4):
        chain = open_at.get(near)
        if chain is None or chain[-1] == index or abs(middle[chain[-1]] - middle[index]) > LEVEL:
            continue
        distance = float(pieces.left[index] - pieces.right[chain[-1]])
        if -2 <= distance < gap:
            best, gap = chain, distance
    return best


def _is_even(pieces: Components, chain: list[int]) -> bool:
    """Whether most steps are alike, as a machine sets them, and so are the pieces."""
    steps = np.diff(pieces.left[chain])
    step = float(np.median(steps))
    alike = float(np.mean(abs(steps - step) <= max(3.0, 0.3 * step)))
    sizes = pieces.height[chain]
    return step >= 3 and alike >= 0.6 and float(np.mean(abs(sizes - np.median(sizes)) <= 2)) >= 0.7


def _stragglers(pieces: Components, short: list[list[int]], rows: list[list[int]], letter: float) -> list[list[int]]:
    """Short chains that go on a row: same height, same size of dot, in step with it (dots between letters of a value)."""
    if not rows:
        return []
    ends = [_Row.of(pieces, row) for row in rows]
    return [chain for chain in short if any(row.continued_by(pieces, chain, letter) for row in ends)]


@dataclass(frozen=True)
class _Row:
    left: float
    right: float
    middle: float
    size: float
    step: float

    @classmethod
    def of(cls, pieces: Components, chain: list[int]) -> _Row:
        middle = pieces.top[chain] + pieces.height[chain] / 2
        return cls(
            float(pieces.left[chain[0]]),
            float(pieces.left[chain[-1]]),
            float(np.median(middle)),
            float(np.median(pieces.area[chain])),
            float(np.median(np.diff(pieces.left[chain]))),
        )

    def continued_by(self, pieces: Components, chain: list[int], letter: float) -> bool:
        at = chain[0]
        if abs(pieces.top[at] + pieces.height[at] / 2 - self.middle) > LEVEL:
            return False
        first, last = float(pieces.left[at]), float(pieces.left[chain[-1]])
        away = max(self.left - last, first - self.right, 0.0)
        alike = all(0.4 * self.size <= pieces.area[n] <= 1.8 * self.size + 2 for n in chain)
        if not alike or away >= 25 * letter:
            return False
        phase = ((first - self.left) / self.step) % 1.0
        return len(chain) >= 2 or min(phase, 1 - phase) <= 0.15


def _box(pieces: Components, chain: list[int]) -> Box:
    return Box(
        float(pieces.left[chain].min()),
        float(pieces.top[chain].min()),
        float(pieces.right[chain].max()),
        float(pieces.bottom[chain].max()),
    )
