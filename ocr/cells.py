"""Ruled cells of a table."""

from __future__ import annotations

import itertools

from ocr.types import Box

NEAR = 14.0  # pixels by which rules may miss each other at a corner
BOX_WIDTH, BOX_HEIGHT, FEWEST_BOXES = 2.6, 3.5, 3  # letter heights and number of boxes that hold a letter each


def cells_of(level: list[Box], upright: list[Box], letter: float) -> list[Box]:
    """The cells that level and upright rules enclose (pixels): for each upright's stretch the next one to its right between the

    same two level rules. Streaks do not count: an upright must end on, or cross, a level rule above and one below. Boxes for
    single letters or digits are no cells: what stands in them is one text.
    """
    cells: list[Box] = []
    rows = _bands(level)
    for above, below in rows:
        if below.top - above.bottom < 0.9 * letter:
            continue
        walls = sorted((u.left + u.right) / 2 for u in upright if _stands_between(u, above, below))
        for left, right in itertools.pairwise(walls):
            if right - left > letter and _covers(above, left, right) and _covers(below, left, right):
                cells.append(Box(left, above.bottom, right, below.top))
    boxes = _letter_boxes(cells, letter)
    return [cell for cell in cells if cell not in boxes]


def _letter_boxes(cells: list[Box], letter: float) -> set[Box]:
    """Narrow cells side by side, that have no row of cells above or below."""
    narrow = [c for c in cells if c.right - c.left < BOX_WIDTH * letter and c.bottom - c.top < BOX_HEIGHT * letter]
    boxes: set[Box] = set()
    run: list[Box] = []
    for cell in sorted(narrow, key=lambda c: (round(c.top / NEAR), c.left)):
        if run and (abs(cell.top - run[-1].top) > NEAR or cell.left - run[-1].right > NEAR):
            run = []
        run.append(cell)
        boxes |= set(run) if len(run) >= FEWEST_BOXES else set()
    return {box for box in boxes if not any(_above_or_below(box, cell) for cell in cells)}


def _above_or_below(box: Box, cell: Box) -> bool:
    touching = min(abs(cell.top - box.bottom), abs(box.top - cell.bottom)) < NEAR
    return touching and min(cell.right, box.right) - max(cell.left, box.left) > NEAR


def _bands(level: list[Box]) -> list[tuple[Box, Box]]:
    """Each level rule with the next one beneath that it overlaps for the most part."""
    ordered = sorted(level, key=lambda rule: rule.top)
    pairs = []
    for number, above in enumerate(ordered):
        for below in ordered[number + 1 :]:
            common = min(above.right, below.right) - max(above.left, below.left)
            if below.top - above.bottom > 8 and common > 0.5 * min(above.right - above.left, below.right - below.left):
                pairs.append((above, below))
                break
    return pairs


def _stands_between(wall: Box, above: Box, below: Box) -> bool:
    return wall.top <= above.bottom + NEAR and wall.bottom >= below.top - NEAR


def _covers(rule: Box, left: float, right: float) -> bool:
    return min(rule.right, right) - max(rule.left, left) > 0.8 * (right - left)
