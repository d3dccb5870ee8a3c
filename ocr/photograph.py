"""A sheet of paper photographed on a desk: found by its edges, and flattened as if it had been scanned."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ocr.ink import A4_SHORT_SIDE, Picture, two_valued

Points = NDArray[np.float32]
"""Rows of (x, y) in pixels."""

_LONG_SIDE = 600  # pixels of the small picture in which the sheet is looked for
_LEAST, _MOST = 0.2, 0.97  # share of the picture that a sheet fills, with desk around it
_FILLED = 0.9  # share of the four-sided shape that is paper
_SQUARE = 0.45  # cosine of a corner's angle, at most
_EDGE = 12.0  # grey levels by which paper outshines the desk along each side
_A4 = math.sqrt(2)
_LIKE_A4 = 0.18  # by which the sides' ratio may differ and the sheet is A4 all the same: perspective shortens
_LONGEST = 3508
_BRIGHTNESSES = (0.35, 0.45, 0.55, 0.65)  # of the way from dark to bright, where a shadow parts the sheet at the best threshold


@dataclass(frozen=True)
class Flat:
    """The flattened sheet. back: the nine numbers of the matrix that takes its pixels to those of the photograph, row by row."""

    picture: Picture
    dpi: float
    back: tuple[float, ...]


def flattened(picture: Picture) -> Flat | None:
    """The sheet in a photograph, seen from straight above; None where there are no four edges of one on a darker ground."""
    if two_valued(picture):
        return None
    factor = min(1.0, _LONG_SIDE / max(picture.shape))
    small = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    corners = _sheet(np.asarray(cv2.GaussianBlur(small, (0, 0), 1.5), np.uint8))
    return _seen_from_above(picture, corners / factor) if corners is not None else None


def _sheet(small: Picture) -> Points | None:
    """The corners (top left, top right, bottom right, bottom left) of the shape whose sides stand out best."""
    found = [(contrast, corners) for corners in _candidates(small) if (contrast := _contrast(small, corners)) >= _EDGE]
    return max(found, key=lambda each: each[0])[1] if found else None


def _candidates(small: Picture) -> Iterator[Points]:
    dark, bright = np.percentile(small, (2, 98))
    best, _ = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    for limit in (best, *(dark + share * (bright - dark) for share in _BRIGHTNESSES)):
        paper = cv2.morphologyEx(np.asarray(small > limit, np.uint8), cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
        shapes, _ = cv2.findContours(paper, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        largest = max((np.asarray(shape, np.int32) for shape in shapes), key=cv2.contourArea, default=None)
        if largest is not None and (corners := _four_sided(largest, small.size)) is not None:
            yield corners


def _four_sided(shape: NDArray[np.int32], pixels: int) -> Points | None:
    hull = cv2.convexHull(shape)
    area = cv2.contourArea(hull)
    if not _LEAST * pixels <= area <= _MOST * pixels or cv2.contourArea(shape) < _FILLED * area:
        return None
    length = cv2.arcLength(hull, closed=True)
    for tolerance in (0.01, 0.02, 0.03, 0.05):
        corners = cv2.approxPolyDP(hull, tolerance * length, closed=True)[:, 0, :]
        if len(corners) == 4:
            ordered = _ordered(_refined(shape[:, 0, :].astype(np.float32), corners.astype(np.float32)))
            return ordered if _is_square(ordered) and cv2.contourArea(ordered) > _FILLED * area else None
    return None


def _refined(outline: Points, corners: Points) -> Points:
    """Corners where straight lines through the sides' own points meet: paper's corners are bent and rounded."""
    sides = [_line_through(outline, corners[n], corners[(n + 1) % 4]) for n in range(4)]
    met = [_meeting(sides[n - 1], sides[n]) for n in range(4)]
    return np.asarray([corners[n] if met[n] is None else met[n] for n in range(4)], np.float32)


def _line_through(outline: Points, start: Points, end: Points) -> NDArray[np.float32]:
    """(vx, vy, x, y) of the line through the outline's points along a side, its ends left out."""
    along = end - start
    length = float(np.hypot(*along)) or 1.0
    place = (outline - start) @ along / length
    off = np.abs((outline - start) @ np.asarray((-along[1], along[0])) / length)
    near = outline[(place > 0.1 * length) & (place < 0.9 * length) & (off < 0.03 * length)]
    if len(near) < 10:
        return np.asarray((*(along / length), *start), np.float32)
    return np.asarray(cv2.fitLine(near, cv2.DIST_HUBER, 0, 0.01, 0.01), np.float32).ravel()


def _meeting(one: NDArray[np.float32], other: NDArray[np.float32]) -> Points | None:
    matrix = np.stack([one[:2], -other[:2]], axis=1).astype(np.float64)
    if abs(float(np.linalg.det(matrix))) < 1e-3:
        return None
    along = np.linalg.solve(matrix, (other[2:] - one[2:]).astype(np.float64))
    return np.asarray(one[2:] + along[0] * one[:2], np.float32)


def _ordered(corners: Points) -> Points:
    """Clockwise from the top left."""
    middle = corners.mean(axis=0)
    angles = np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0])
    clockwise = corners[np.argsort(angles)]
    return np.asarray(np.roll(clockwise, -int(np.argmin(clockwise.sum(axis=1))), axis=0), np.float32)


def _is_square(corners: Points) -> bool:
    sides = np.roll(corners, -1, axis=0) - corners
    lengths = np.hypot(sides[:, 0], sides[:, 1])
    cosines = np.abs((sides * np.roll(sides, 1, axis=0)).sum(axis=1)) / np.maximum(lengths * np.roll(lengths, 1), 1e-6)
    return bool((cosines < _SQUARE).all() and lengths.min() > 0.3 * lengths.max())


def _contrast(small: Picture, corners: Points) -> float:
    """By how much the paper outshines what is beyond its edge, on the side where that is least; nothing known beyond the picture."""
    middle = corners.mean(axis=0)
    height, width = small.shape
    steps = np.linspace(0.06, 0.94, 40)[:, None]
    least = float("inf")
    for n in range(4):
        points = corners[n] + steps * (corners[(n + 1) % 4] - corners[n])
        inwards = middle - points
        inwards /= np.maximum(np.hypot(inwards[:, 0], inwards[:, 1])[:, None], 1e-6)
        inside, outside = (np.rint(points + distance * inwards).astype(int) for distance in (5, -5))
        seen = (outside >= 0).all(axis=1) & (outside[:, 0] < width) & (outside[:, 1] < height)
        if seen.mean() < 0.8:
            return 0.0
        ix, iy = np.clip(inside[seen, 0], 0, width - 1), np.clip(inside[seen, 1], 0, height - 1)
        least = min(least, float(np.median(small[iy, ix].astype(float) - small[outside[seen, 1], outside[seen, 0]])))
    return least


def _seen_from_above(picture: Picture, corners: Points) -> Flat:
    across, down = _size(corners)
    target = np.asarray([(0, 0), (across, 0), (across, down), (0, down)], np.float32)
    forth = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    flat = cv2.warpPerspective(picture, forth, (round(across), round(down)), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    back = np.linalg.inv(forth)
    return Flat(np.asarray(flat, np.uint8), min(across, down) / A4_SHORT_SIDE, tuple(float(v) for v in (back / back[2, 2]).ravel()))


def _size(corners: Points) -> tuple[float, float]:
    """Width and height of the flat sheet in pixels: its longest sides, in the ratio of A4 where they come near it."""
    sides = np.hypot(*(np.roll(corners, -1, axis=0) - corners).T)
    across, down = float(max(sides[0], sides[2])), float(max(sides[1], sides[3]))
    ratio = max(across, down) / min(across, down)
    if abs(ratio / _A4 - 1) < _LIKE_A4:
        short = max(min(across, down), max(across, down) / _A4)
        across, down = (short, short * _A4) if across < down else (short * _A4, short)
    shrink = min(1.0, _LONGEST / max(across, down))
    return across * shrink, down * shrink
