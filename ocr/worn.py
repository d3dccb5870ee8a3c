"""Level rules of a table of which a poor fax has left no more than bits: neither long enough for a rule nor even as a leader's dots."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ocr.components import Components
from ocr.types import Box

FLAT = 0.25  # letter heights that a bit is high at most
LEVEL = 3.0  # pixels by which the bits of one rule may differ in height
COVERED, EVENLY, PARTS = 0.3, 0.03, 8  # share of the width between the outer walls that bits cover, in all and in each of so many parts
MOSTLY = 0.5  # share from which on one of the parts may be lost
WHOLE = 0.8  # share of that width from which on a rule needs no bits

Floats = NDArray[np.float64]


def worn_rules(pieces: Components, level: list[Box], upright: list[Box], letter: float) -> tuple[NDArray[np.bool_], list[Box]]:
    """Which pieces are bits of worn rules, and a box for each rule: from the outermost wall on the left to the one on the right.

    level: what is left of rules in long strokes; upright: the walls.
    """
    taken = np.zeros(len(pieces), bool)
    rules: list[Box] = []
    walls = _outer(upright, letter)
    if walls is None:
        return taken, rules
    left, right = walls[0].right, walls[1].left
    bits = _bits(pieces, walls, letter)
    strokes = [rule for rule in level if rule.right - rule.left < WHOLE * (right - left)]
    spans = np.array([*zip(*_columns(pieces, bits), strict=True), *strokes], np.float64).reshape(-1, 4)
    for row in _full_rows(spans, right - left):
        if _is_even(spans[row], left, right):
            taken[bits[row[row < len(bits)]]] = True
            rules.append(Box(left, float(spans[row, 1].min()), right, float(spans[row, 3].max())))
    return taken, rules


def _outer(upright: list[Box], letter: float) -> tuple[Box, Box] | None:
    """The outermost walls of the table, None where there are no two that stand side by side."""
    ordered = sorted(upright, key=lambda wall: wall.left)
    for wall in ordered:
        beside = [o for o in ordered if min(o.bottom, wall.bottom) - max(o.top, wall.top) > 2 * letter and o.left - wall.right > 8 * letter]
        if beside:
            return wall, beside[-1]
    return None


def _bits(pieces: Components, walls: tuple[Box, Box], letter: float) -> NDArray[np.int64]:
    """Flat pieces between two walls."""
    middle = pieces.top + pieces.height / 2
    between = (pieces.left >= walls[0].left - LEVEL) & (pieces.right <= walls[1].right + LEVEL)
    beside = (middle > max(wall.top for wall in walls) - LEVEL) & (middle < min(wall.bottom for wall in walls) + LEVEL)
    return np.flatnonzero((pieces.height <= max(4.0, FLAT * letter)) & between & beside)


def _columns(pieces: Components, chosen: NDArray[np.int64]) -> list[list[float]]:
    return [column[chosen].tolist() for column in (pieces.left, pieces.top, pieces.right, pieces.bottom)]


def _full_rows(spans: Floats, width: float) -> Iterator[NDArray[np.int64]]:
    """Numbers of spans (left, top, right, bottom) level with each other that cover enough of a width, the fullest row first."""
    middle, long = (spans[:, 1] + spans[:, 3]) / 2, spans[:, 2] - spans[:, 0]
    left = np.arange(len(spans))
    while len(left):
        covered = np.bincount(np.round(middle[left]).astype(int), weights=long[left])
        at = int(np.argmax(np.convolve(covered, np.ones(3), "same")))
        row = left[abs(middle[left] - at) <= LEVEL]
        if long[row].sum() < COVERED * width:
            return
        yield row
        left = np.setdiff1d(left, row)


def _is_even(spans: Floats, left: float, right: float) -> bool:
    """Whether the spans lie all along from wall to wall: a leader begins behind its label."""
    edges = np.linspace(left, right, PARTS + 1)
    inside = np.minimum(spans[:, 2:3], edges[1:]) - np.maximum(spans[:, :1], edges[:-1])
    shares = np.maximum(inside, 0).sum(axis=0) / ((right - left) / PARTS)
    return int((shares < EVENLY).sum()) <= int(shares.mean() >= MOSTLY)
