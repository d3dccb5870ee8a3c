"""Dark edges, and the streaks of a dirty scanner or a bad line, taken out of a page's ink."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.components import components
from ocr.ink import Picture
from ocr.strokes import RULE_LENGTH, opened, rubbed_out

Mask = NDArray[np.bool_]

EDGE_THICKNESS = 15  # pixels; a dark area thicker than this that touches the edge is no print
EDGE = 24  # pixels within which it counts as touching
BLOCK = 8  # pixels: whatever is EDGE_THICKNESS thick holds a black block of this size, wherever it lies
IN_ZONE, WHOLE = 1, 2  # what is taken out of a piece: its part in the dark zone, all of it
STREAK_LENGTH = 100  # pixels
STREAK_GAP = 9  # pixels; smaller holes in a streak are bridged
STREAK_SHARE = 0.35  # of the page's height that a streak is seen on
NEAR = 8  # pixels about a streak in which a level rule may end it


def without_edges(ink: Picture) -> Picture:
    """The ink without black borders and shadows, that is thick dark areas that touch the picture's edge."""
    if not _dark_at_edge(ink):
        return ink
    thick = components(opened(ink, EDGE_THICKNESS, EDGE_THICKNESS))
    height, width = ink.shape
    touching = (thick.left <= EDGE) | (thick.top <= EDGE) | (thick.right >= width - EDGE) | (thick.bottom >= height - EDGE)
    if not touching.any():
        return ink
    zone = cv2.dilate(np.asarray(thick.mask(touching), np.uint8), np.ones((31, 31), np.uint8))
    pieces = components(ink)
    share = np.bincount(pieces.labels[zone > 0], minlength=len(pieces) + 1)[1:] / np.maximum(pieces.area, 1)
    kinds = np.zeros(pieces.most + 1, np.uint8)
    kinds[pieces.numbers[share > 0.05]] = IN_ZONE
    kinds[pieces.numbers[share > 0.7]] = WHOLE
    kind = np.take(kinds, pieces.labels)
    return np.asarray(np.where((kind == WHOLE) | ((kind == IN_ZONE) & (zone > 0)), 0, ink), np.uint8)


def _dark_at_edge(ink: Picture) -> bool:
    """Whether there may be thick dark areas at the edges: a quick look that never misses one."""
    rows, columns = ink.shape[0] // BLOCK, ink.shape[1] // BLOCK
    if min(rows, columns) < 12:
        return True
    blocks = cv2.resize(ink[: rows * BLOCK, : columns * BLOCK], (columns, rows), interpolation=cv2.INTER_AREA) == 255
    near = -(-(EDGE + EDGE_THICKNESS + BLOCK) // BLOCK)
    return bool(blocks[:near].any() or blocks[-near:].any() or blocks[:, :near].any() or blocks[:, -near:].any())


def without_streaks(ink: Picture) -> Picture:
    """The ink without upright streaks; the verticals of a table, which end on level rules, stay."""
    maybe = _maybe_streaked(ink)
    if not len(maybe):
        return ink
    bridged = cv2.morphologyEx(ink[:, maybe], cv2.MORPH_CLOSE, np.ones((STREAK_GAP, 1), np.uint8))
    upright = opened(np.asarray(bridged, np.uint8), 1, STREAK_LENGTH)
    seen = upright.any(axis=0)
    streaks = np.zeros(ink.shape, np.uint8)
    for first, last in _runs(maybe[seen]):
        run = upright[:, (maybe >= first) & (maybe <= last)]
        if last - first < 24 and _is_streak(np.asarray(run.any(axis=1), bool), _level_beside(ink, first, last)):
            streaks[:, maybe[(maybe >= first) & (maybe <= last)]] = run
    return rubbed_out(ink, np.asarray(cv2.dilate(streaks, np.ones((9, 3), np.uint8)), np.uint8), 7, 1)


def _maybe_streaked(ink: Picture) -> NDArray[np.int64]:
    """Columns that may hold a streak: a quick look at eighths of the rows that never misses one."""
    rows = ink.shape[0] // BLOCK
    if rows < STREAK_LENGTH // BLOCK + 2:
        return np.arange(ink.shape[1])
    blocks = ink[: rows * BLOCK].reshape(rows, BLOCK, -1).max(axis=1)
    bridged = np.asarray(cv2.morphologyEx(blocks, cv2.MORPH_CLOSE, np.ones((3, 1), np.uint8)), np.uint8)
    return np.flatnonzero(cv2.erode(bridged, np.ones((STREAK_LENGTH // BLOCK - 2, 1), np.uint8)).any(axis=0))


def _level_beside(ink: Picture, first: int, last: int) -> Picture:
    """Level rules in a streak's columns and a few beside them."""
    left, right = max(0, first - NEAR - RULE_LENGTH), last + 1 + NEAR + RULE_LENGTH
    level = opened(np.ascontiguousarray(ink[:, left:right]), RULE_LENGTH, 1)
    return level[:, max(0, first - NEAR) - left : last + 1 + NEAR - left]


def _runs(columns: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Columns that follow each other by at most two, as (first, last)."""
    if not len(columns):
        return []
    cuts = np.flatnonzero(np.diff(columns) > 2)
    starts, ends = np.append(0, cuts + 1), np.append(cuts, len(columns) - 1)
    return [(int(columns[s]), int(columns[e])) for s, e in zip(starts, ends, strict=True)]


def _is_streak(rows: Mask, level: Picture) -> bool:
    """Seen on much of the page's height, and running right through or ending nowhere."""
    where = np.flatnonzero(rows)
    first, last, height = int(where[0]), int(where[-1]), len(rows)
    if last - first > 0.85 * height:
        return True
    ends = [level[max(0, end - 8) : end + 9].any() for end in (first, last)]
    return len(where) > STREAK_SHARE * height and not all(ends)
