"""How a stored picture becomes upright, and the way back."""

from __future__ import annotations

import math

import cv2
import numpy as np

from ocr.ink import Picture
from ocr.types import Box, Upright

_TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


def turned(picture: Picture, turn: int) -> Picture:
    """The picture turned clockwise by 0, 90, 180 or 270 degrees."""
    return picture if turn == 0 else np.asarray(cv2.rotate(picture, _TURNS[turn]), np.uint8)


def straightened(picture: Picture, skew: float, outside: int) -> Picture:
    """The picture rotated counter-clockwise by `skew` degrees about its centre, at the same size; `outside` fills the corners."""
    if skew == 0:
        return picture
    height, width = picture.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1.0)
    return np.asarray(cv2.warpAffine(picture, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=(outside,)), np.uint8)


def to_page(box: Box, upright: Upright) -> Box:
    """The upright page's `box` in pixels of the stored picture: the axis-aligned box round the turned one, cut at the edges."""
    corners = [_to_stored(x, y, upright) for x in (box.left, box.right) for y in (box.top, box.bottom)]
    across = upright.turn in (90, 270)
    width, height = (upright.height, upright.width) if across else (upright.width, upright.height)
    xs = [min(max(x, 0.0), float(width)) for x, _ in corners]
    ys = [min(max(y, 0.0), float(height)) for _, y in corners]
    return Box(min(xs), min(ys), max(xs), max(ys))


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
