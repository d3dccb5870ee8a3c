"""A box of the upright page maps back to where its ink is on the stored picture."""

from __future__ import annotations

import cv2
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ocr.geometry import straightened, turned
from ocr.page import to_page
from ocr.types import Box, Upright

WIDTH, HEIGHT = 300, 400


@settings(deadline=None, max_examples=60)
@given(st.sampled_from([0, 90, 180, 270]), st.floats(-6, 6), st.integers(90, 180), st.integers(120, 260))
def test_ink_found_upright_is_where_it_was(turn: int, skew: float, x: int, y: int) -> None:
    stored = np.zeros((HEIGHT, WIDTH), np.uint8)
    stored[y : y + 12, x : x + 20] = 255
    upright = straightened(turned(stored, turn), skew)
    left, top, wide, high = cv2.boundingRect(np.asarray(np.where(upright > 127, 255, 0), np.uint8))
    height, width = upright.shape
    back = to_page(Box(left, top, left + wide, top + high), Upright(width, height, turn, skew))
    assert back.left <= x + 2 and back.top <= y + 2 and back.right >= x + 18 and back.bottom >= y + 10
    assert back.right - back.left < 20 + 8 and back.bottom - back.top < 12 + 8


@given(
    st.builds(Box, *[st.floats(-50, 500)] * 4), st.builds(Upright, st.just(300), st.just(400), st.sampled_from([0, 180]), st.floats(-6, 6))
)
def test_no_box_leaves_the_page(box: Box, upright: Upright) -> None:
    left, top, right, bottom = to_page(box, upright)
    assert 0 <= left <= right <= 300 and 0 <= top <= bottom <= 400
