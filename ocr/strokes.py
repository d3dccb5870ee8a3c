"""Ruled lines: long straight strokes that are no letters."""

from __future__ import annotations

import cv2
import numpy as np

from ocr.components import Components, components
from ocr.ink import Picture
from ocr.types import Box

RULE_LENGTH = 70  # pixels; no letter has a level stroke of this length
WALL, LONG_WALL = 2.2, 7.0  # letter heights: of an upright rule between two level ones, of one that stands by itself
CORNER = 12  # pixels by which rules may miss each other
MARGIN = 40  # pixels of paper round rules that brushes need


def opened(ink: Picture, width: int, height: int) -> Picture:
    """What remains of the ink under a brush of width x height pixels."""
    return np.asarray(cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((height, width), np.uint8)), np.uint8)


def rubbed_out(ink: Picture, mask: Picture, across_x: int, across_y: int) -> Picture:
    """The ink without the masked pixels, save where a letter's stroke crosses them (closed over across_x by across_y pixels)."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(rows):
        return ink
    window = (
        slice(max(0, int(rows[0]) - MARGIN), int(rows[-1]) + MARGIN),
        slice(max(0, int(columns[0]) - MARGIN), int(columns[-1]) + MARGIN),
    )
    masked, part = mask[window] > 0, ink[window]
    rest = np.asarray(np.where(masked, 0, part), np.uint8)
    closed = cv2.morphologyEx(rest, cv2.MORPH_CLOSE, np.ones((across_y, across_x), np.uint8))
    out = ink.copy()
    out[window] = np.where(masked & (closed > 0) & (part > 0), 255, rest)
    return out


def level_rules(pieces: Components) -> tuple[Picture, list[Box]]:
    """Ruled lines and level damage among the pieces: their mask (grown by a pixel to all sides), and a box for each."""
    whole = np.zeros(pieces.labels.shape, np.uint8)
    wide = pieces.width >= RULE_LENGTH
    if not wide.any():
        return whole, []
    rows, columns = pieces.window(wide, MARGIN)
    thick = cv2.dilate(pieces.ink(np.flatnonzero(wide), rows, columns), np.ones((3, 1), np.uint8))
    mask = opened(np.asarray(thick, np.uint8), RULE_LENGTH, 1)
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((3, 25), np.uint8))
    whole[rows, columns] = cv2.dilate(mask, np.ones((1, 3), np.uint8))
    return whole, _boxes(components(np.asarray(joined, np.uint8)), rows.start, columns.start)


def upright_rules(pieces: Components, letter: float, level: list[Box]) -> tuple[Picture, list[Box]]:
    """Upright ruled lines among the pieces: their mask (as above) and a box for each. Others may be strokes of letters."""
    whole = np.zeros(pieces.labels.shape, np.uint8)
    shortest = round(WALL * letter)
    high = pieces.height >= shortest
    if not high.any():
        return whole, []
    rows, columns = pieces.window(high, MARGIN)
    mask = opened(pieces.ink(np.flatnonzero(high), rows, columns), 1, shortest)
    strokes = components(np.asarray(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((15, 3), np.uint8)), np.uint8))
    boxes = _boxes(strokes, rows.start, columns.start)
    walls = [_is_wall(box, letter, level) for box in boxes]
    mask = np.asarray(np.where(strokes.mask(np.array(walls, bool)), mask, 0), np.uint8)
    whole[rows, columns] = cv2.dilate(mask, np.ones((3, 3), np.uint8))
    return whole, [box for box, is_wall in zip(boxes, walls, strict=True) if is_wall]


def _is_wall(box: Box, letter: float, level: list[Box]) -> bool:
    if box.bottom - box.top > LONG_WALL * letter:
        return True
    return all(any(_ends_on(box, end, rule) for rule in level) for end in (box.top, box.bottom))


def _ends_on(box: Box, end: float, rule: Box) -> bool:
    return rule.left - CORNER < box.right and rule.right + CORNER > box.left and rule.top - CORNER < end < rule.bottom + CORNER


def _boxes(pieces: Components, top: int, left: int) -> list[Box]:
    """top, left: of the window that the pieces were found in."""
    columns = (pieces.left + left, pieces.top + top, pieces.right + left, pieces.bottom + top)
    return [Box(float(x0), float(y0), float(x1), float(y1)) for x0, y0, x1, y1 in zip(*(c.tolist() for c in columns), strict=True)]
