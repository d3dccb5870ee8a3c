"""How a stored picture becomes upright, and the way back."""

from __future__ import annotations

import math
from collections.abc import Sequence

import cv2
import numpy as np

from ocr.ink import Picture
from ocr.types import Box, Upright

_TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


def turned(picture: Picture, turn: int) -> Picture:
    """The picture turned clockwise by 0, 90, 180 or 270 degrees."""
    return picture if turn == 0 else np.asarray(cv2.rotate(picture, _TURNS[turn]), np.uint8)


def straightened(ink: Picture, skew: float) -> Picture:
    """The ink rotated counter-clockwise by `skew` degrees about the picture's centre, at the same size."""
    inked = np.flatnonzero(ink.any(axis=1))
    if skew == 0 or not len(inked):
        return ink
    height, width = ink.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1.0)
    reached = [matrix[1] @ (x, y, 1) for x in (0, width) for y in (inked[0], inked[-1])]
    top, bottom = max(0, math.floor(min(reached)) - 1), min(height, math.ceil(max(reached)) + 2)
    matrix[1, 2] -= top
    out = np.zeros_like(ink)
    out[top:bottom] = cv2.warpAffine(ink, matrix, (width, bottom - top), flags=cv2.INTER_LINEAR)  # much of a page is bare
    return out


def to_page(box: Box, upright: Upright) -> Box:
    """The upright page's `box` in pixels of the stored picture: the axis-aligned box round the turned one, cut at the edges."""
    corners = [_to_stored(x, y, upright) for x in (box.left, box.right) for y in (box.top, box.bottom)]
    across = upright.turn in (90, 270)
    width, height = (upright.height, upright.width) if across else (upright.width, upright.height)
    xs = [min(max(x, 0.0), float(width)) for x, _ in corners]
    ys = [min(max(y, 0.0), float(height)) for _, y in corners]
    return _on_photograph(Box(min(xs), min(ys), max(xs), max(ys)), upright.photograph)


def _on_photograph(box: Box, matrix: Sequence[float]) -> Box:
    """The box of the flat sheet in pixels of the photograph that it was flattened from."""
    if not matrix:
        return box
    points = np.asarray([[(x, y)] for x in (box.left, box.right) for y in (box.top, box.bottom)], np.float64)
    placed = cv2.perspectiveTransform(points, np.asarray(matrix, np.float64).reshape(3, 3))[:, 0, :]
    (left, top), (right, bottom) = placed.min(axis=0), placed.max(axis=0)
    return Box(max(0.0, float(left)), max(0.0, float(top)), max(0.0, float(right)), max(0.0, float(bottom)))


def _to_stored(x: float, y: float, upright: Upright) -> tuple[float, float]:
    """A point of the upright page in the stored picture: first the rotation undone, then the turn."""
    angle = math.radians(upright.skew)
    dx, dy = x - upright.width / 2, y - upright.height / 2
    x = upright.width / 2 + dx * math.cos(angle) - dy * math.sin(angle)
    y = upright.height / 2 + dx * math.sin(angle) + dy * math.cos(angle)
    if upright.turn == 90:
        return y, upright.width - x
    if upright.turn == 180:
        return upright.width - x, upright.height - y
    return (upright.height - y, x) if upright.turn == 270 else (x, y)
