"""Long straight strokes that are no letters: black edges, streaks of a dirty scanner or a bad line, ruled lines."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.components import Components, components
from ocr.ink import Picture
from ocr.types import Box

Mask = NDArray[np.bool_]

EDGE_THICKNESS = 15  # pixels; a dark area thicker than this that touches the edge is no print
EDGE = 24  # pixels within which it counts as touching
RULE_LENGTH = 70  # pixels; no letter has a level stroke of this length
WALL, LONG_WALL = 2.2, 5.0  # letter heights: of an upright rule between two level ones, of one that stands by itself
THIN = 5  # pixels: the stems of letters as high as a rule are thicker
CORNER = 8  # pixels by which rules may miss each other
STREAK_LENGTH = 100  # pixels
STREAK_GAP = 9  # pixels; smaller holes in a streak are bridged
STREAK_SHARE = 0.35  # of the page's height that a streak is seen on


def opened(ink: Picture, width: int, height: int) -> Picture:
    """What remains of the ink under a brush of width x height pixels."""
    return np.asarray(cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((height, width), np.uint8)), np.uint8)


def without_edges(ink: Picture) -> Picture:
    """The ink without black borders and shadows, that is thick dark areas that touch the picture's edge."""
    thick = components(opened(ink, EDGE_THICKNESS, EDGE_THICKNESS))
    height, width = ink.shape
    touching = (thick.left <= EDGE) | (thick.top <= EDGE) | (thick.right >= width - EDGE) | (thick.bottom >= height - EDGE)
    if not touching.any():
        return ink
    zone = cv2.dilate(np.asarray(thick.mask(touching), np.uint8), np.ones((31, 31), np.uint8))
    pieces = components(ink)
    share = np.bincount(pieces.labels[zone > 0], minlength=len(pieces) + 1)[1:] / np.maximum(pieces.area, 1)
    gone = pieces.mask(share > 0.7) | ((zone > 0) & pieces.mask((share > 0.05) & (share <= 0.7)))
    return np.asarray(np.where(gone, 0, ink), np.uint8)


def without_streaks(ink: Picture) -> Picture:
    """The ink without upright streaks; the verticals of a table, which end on level rules, stay."""
    whole = np.asarray(cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((STREAK_GAP, 1), np.uint8)), np.uint8)
    upright = opened(whole, 1, STREAK_LENGTH)
    seen = np.flatnonzero((upright > 0).sum(0) > 0)
    if not len(seen):
        return ink
    level = opened(ink, RULE_LENGTH, 1)
    streaks = np.zeros(ink.shape, np.uint8)
    for first, last in _runs(seen):
        columns = np.asarray((upright[:, first : last + 1] > 0).any(1), bool)
        if last - first < 24 and _is_streak(columns, level[:, max(0, first - 8) : last + 9]):
            streaks[:, first : last + 1] = upright[:, first : last + 1]
    return rubbed_out(ink, np.asarray(cv2.dilate(streaks, np.ones((9, 3), np.uint8)), np.uint8), 7, 1)


def _runs(columns: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Columns that follow each other by at most two, as (first, last)."""
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


def rubbed_out(ink: Picture, mask: Picture, across_x: int, across_y: int) -> Picture:
    """The ink without the masked pixels, save where a letter's stroke crosses them (closed over across_x by across_y pixels)."""
    rest = np.asarray(np.where(mask > 0, 0, ink), np.uint8)
    closed = cv2.morphologyEx(rest, cv2.MORPH_CLOSE, np.ones((across_y, across_x), np.uint8))
    return np.asarray(np.where((mask > 0) & (closed > 0) & (ink > 0), 255, rest), np.uint8)


def level_rules(ink: Picture) -> tuple[Picture, list[Box]]:
    """Ruled lines and level damage: their mask (grown by a pixel up and down), and a box for each."""
    mask = opened(ink, RULE_LENGTH, 1)
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((3, 25), np.uint8))
    return np.asarray(cv2.dilate(mask, np.ones((3, 3), np.uint8)), np.uint8), _boxes(components(np.asarray(joined, np.uint8)))


def upright_rules(ink: Picture, letter: float, level: list[Box]) -> tuple[Picture, list[Box]]:
    """Upright ruled lines: their mask and a box for each. Others may be strokes of letters."""
    mask = opened(ink, 1, round(WALL * letter))
    pieces = components(np.asarray(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((15, 3), np.uint8)), np.uint8))
    rules = pieces.only(np.array([_is_wall(box, letter, level) for box in _boxes(pieces)], bool))
    mask = np.asarray(np.where(rules.ink() > 0, mask, 0), np.uint8)
    return np.asarray(cv2.dilate(mask, np.ones((3, 3), np.uint8)), np.uint8), _boxes(rules)


def _is_wall(box: Box, letter: float, level: list[Box]) -> bool:
    """Long, or with both ends on level rules; a thin one may have lost one of them."""
    if box.bottom - box.top > LONG_WALL * letter:
        return True
    ends = sum(any(_ends_on(box, end, rule) for rule in level) for end in (box.top, box.bottom))
    return ends == 2 or (ends == 1 and box.right - box.left <= THIN)


def _ends_on(box: Box, end: float, rule: Box) -> bool:
    return rule.left - CORNER < box.right and rule.right + CORNER > box.left and rule.top - CORNER < end < rule.bottom + CORNER


def _boxes(pieces: Components) -> list[Box]:
    return [
        Box(float(x), float(y), float(x + w), float(y + h))
        for x, y, w, h in zip(pieces.left, pieces.top, pieces.width, pieces.height, strict=True)
    ]
