"""Leaders: the rows of dots or dashes that guide the pen. Ruled lines are in `strokes`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ocr.components import Components
from ocr.types import Box

FEWEST = 4  # dots that make a row by themselves
MOST_DOTS = 5000  # a form has some 2,000; more are noise, in which there are rows of anything
LEVEL = 2.5  # pixels by which neighbouring dots may differ in height
SOLID = 0.75  # share of its box that a large dot fills; a small letter, such as ๐, does not
FULL = 0.2  # share of the places on which a dot is seen where letters are written over a row of them
UNEVEN = 1.5  # pixels by which a step may differ from a row's, or from a whole number of them where dots are lost
LONG, EVEN, EVEN_SHORT = 8, 0.6, 0.75  # dots in a long row; share of the steps that must be even in a long and in a short one
FARTHEST = 1.2  # letter heights between neighbouring dots


@dataclass(frozen=True)
class Leaders:
    """The rows found (boxes, pixels of the ink picture), and which pieces belong to them."""

    rows: tuple[Box, ...]
    pieces: NDArray[np.bool_]


@lru_cache(maxsize=1)  # a page's are asked for when it is brought upright, and again when its lines are found
def find_leaders(pieces: Components, letter: float) -> Leaders:
    """Rows of dots and dashes among the pieces of a straightened page whose letters are `letter` pixels high."""
    small = _small(pieces, letter)
    chains = _chains(pieces, small, letter)
    rows = [_trimmed(pieces, chain) for chain in chains if len(chain) >= FEWEST and _is_even(pieces, chain)]
    rows = [_alike(pieces, chain) for chain in rows if len(chain) >= FEWEST]
    taken = np.zeros(len(pieces), bool)
    for chain in rows:
        taken[chain] = True
    rows += _stragglers(pieces, [c for c in chains if len(c) < FEWEST], rows, letter)
    for chain in rows:
        taken[chain] = True
    return Leaders(tuple(_box(pieces, chain) for chain in rows), taken)


def _small(pieces: Components, letter: float) -> NDArray[np.int64]:
    """Indices of pieces that may be a dot or a dash, from left to right."""
    solid = pieces.area >= SOLID * pieces.width * pieces.height
    low = pieces.height <= np.where(solid, max(6.0, 0.45 * letter), max(6.0, 0.3 * letter))
    flat = low & (pieces.width <= np.where(solid, 1.6, 1.0) * max(8.0, letter))
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
    off = abs(steps - step * np.maximum(1, np.round(steps / max(step, 1))))
    alike = float(np.mean(off <= max(UNEVEN, 0.15 * step)))
    sizes = pieces.height[chain]
    return step >= 3 and alike >= (EVEN if len(chain) >= LONG else EVEN_SHORT) and float(np.mean(abs(sizes - np.median(sizes)) <= 2)) >= 0.7


def _trimmed(pieces: Components, chain: list[int]) -> list[int]:
    """The chain without a dot at either end that stands out of step: a full stop or colon of the text beside it."""
    steps = np.diff(pieces.left[chain])
    step = float(np.median(steps))
    in_step = np.flatnonzero(abs(steps - step) <= max(2.0, 0.25 * step))
    return chain[int(in_step[0]) : int(in_step[-1]) + 2] if len(in_step) else chain


def _alike(pieces: Components, chain: list[int]) -> list[int]:
    """The chain without what is far larger than its dots, such as the foot of a letter that stands on it."""
    height, area = np.median(pieces.height[chain]), np.median(pieces.area[chain])
    return [n for n in chain if pieces.height[n] <= height + 3 or pieces.area[n] <= 2.5 * area]


def _stragglers(pieces: Components, short: list[list[int]], rows: list[list[int]], letter: float) -> list[list[int]]:
    """Short chains that go on a row: same height, same size of dot (dots between letters of a value written over the row).

    Where they are few for the room, they are the value's own, as in an abbreviation.
    """
    ends = sorted((_Row.of(pieces, row) for row in rows), key=lambda row: row.left)
    stretches: dict[tuple[_Row | None, _Row | None], list[list[int]]] = {}
    for chain in short:
        level = [row for row in ends if row.may_hold(pieces, chain, letter)]
        if level:
            first = float(pieces.left[chain[0]])
            before, after = [row for row in level if row.right < first], [row for row in level if row.left > first]
            stretches.setdefault((before[-1] if before else None, after[0] if after else None), []).append(chain)
    return [chain for between, chains in stretches.items() if _is_full(pieces, between, chains) for chain in chains]


def _is_full(pieces: Components, between: tuple[_Row | None, _Row | None], chains: list[list[int]]) -> bool:
    """Whether dots stand on enough of the places that a row would have on this stretch."""
    before, after = between
    dots = [n for chain in chains for n in chain]
    left = before.right if before else float(pieces.left[dots].min())
    right = after.left if after else float(pieces.left[dots].max())
    row = before or after
    return row is not None and len(dots) >= FULL * (right - left) / row.step


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

    def may_hold(self, pieces: Components, chain: list[int], letter: float) -> bool:
        """Whether the chain lies level with this row, not far off, and has dots like its."""
        at = chain[0]
        if abs(pieces.top[at] + pieces.height[at] / 2 - self.middle) > LEVEL:
            return False
        first, last = float(pieces.left[at]), float(pieces.left[chain[-1]])
        alike = all(0.4 * self.size <= pieces.area[n] <= 1.8 * self.size + 2 for n in chain)
        return alike and max(self.left - last, first - self.right, 0.0) < 25 * letter


def _box(pieces: Components, chain: list[int]) -> Box:
    return Box(
        float(pieces.left[chain].min()),
        float(pieces.top[chain].min()),
        float(pieces.right[chain].max()),
        float(pieces.bottom[chain].max()),
    )
