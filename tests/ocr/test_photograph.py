"""A sheet photographed on a desk is flattened; what has no desk round it is left as it is; boxes come back to the photograph."""

from __future__ import annotations

import cv2
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr.geometry import to_page
from ocr.photograph import flattened
from ocr.types import Box, Upright

WIDTH, HEIGHT = 620, 877
MARK = (300, 500, 360, 520)


def sheet() -> np.ndarray:
    paper = np.full((HEIGHT, WIDTH), 235, np.uint8)
    cv2.rectangle(paper, MARK[:2], MARK[2:], 20, -1)
    for row in range(100, 460, 30):
        cv2.line(paper, (60, row), (500, row), 40, 2)
    return paper


def photographed(corners: np.ndarray, shadow: float = 1.0) -> np.ndarray:
    """The sheet with its corners there, on a darker desk, a shadow over its right half."""
    matrix = cv2.getPerspectiveTransform(np.float32([(0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT)]), corners.astype(np.float32))
    picture = cv2.warpPerspective(sheet(), matrix, (900, 1200), borderValue=70, flags=cv2.INTER_LINEAR).astype(float)
    light = np.clip(np.linspace(1.6, 2 * shadow - 1.6, 900), shadow, 1.0)
    noise = np.random.default_rng(1).normal(0, 4, picture.shape)
    return np.clip(picture * light + noise, 0, 255).astype(np.uint8)


OFFSETS = st.lists(st.integers(-45, 45), min_size=8, max_size=8).map(lambda numbers: np.asarray(numbers).reshape(4, 2))


@settings(max_examples=25, deadline=None)
@given(OFFSETS, st.floats(0.55, 1.0))
def test_a_sheet_lies_flat_and_its_boxes_come_back(offsets: np.ndarray, shadow: float) -> None:
    corners = np.asarray([(140, 130), (760, 130), (760, 1007), (140, 1007)]) + offsets
    picture = photographed(corners, shadow)
    flat = flattened(picture)
    assert flat is not None
    height, width = flat.picture.shape
    assert abs(height / width - HEIGHT / WIDTH) < 0.03 and 65 < flat.dpi < 100
    x, y = width / WIDTH, height / HEIGHT
    left, top, right, bottom = (round(v) for v in (MARK[0] * x, MARK[1] * y, MARK[2] * x, MARK[3] * y))
    assert flat.picture[top + 5 : bottom - 5, left + 5 : right - 5].mean() < 90
    back = to_page(Box(left, top, right, bottom), Upright(width, height, photograph=flat.back))
    dark = picture[round(back.top) : round(back.bottom), round(back.left) : round(back.right)] < 100
    assert dark.mean() > 0.6 and (back.right - back.left) * (back.bottom - back.top) < 3 * 60 * 20


def test_a_scan_is_left_as_it_is() -> None:
    assert flattened(sheet()) is None
    assert flattened(np.full((800, 600), 128, np.uint8)) is None


def test_a_sheet_cut_off_by_the_picture_is_left_as_it_is() -> None:
    assert flattened(photographed(np.asarray([(140, -90), (760, -90), (760, 900), (140, 900)]))) is None


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 60), st.integers(1, 60))
def test_any_picture_is_flattened_or_left(seed: int, width: int, height: int) -> None:
    picture = np.random.default_rng(seed).integers(0, 256, (height, width), dtype=np.uint8)
    flat = flattened(picture)
    assert flat is None or (flat.picture.size > 0 and len(flat.back) == 9)
