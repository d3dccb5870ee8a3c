"""Pages without end come back as readings, with few lines, and hold no form."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from ocr.reader import MOST_LINES, read_page
from rules.forms import builtin_forms
from rules.labels import find_form
from tests.support.faxes import need_faces
from training.benchmarks.hostile import DPI, KINDS


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_hostile_page_comes_back(tmp_path: Path, kind: str) -> None:
    need_faces()
    path = tmp_path / "page.png"
    cv2.imwrite(str(path), KINDS[kind](np.random.default_rng(1)))
    reading = read_page(path, dpi=DPI)
    assert len(reading.lines) <= MOST_LINES
    assert find_form(reading, builtin_forms()) is None


def test_a_black_page_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "black.png"
    cv2.imwrite(str(path), KINDS["all black"](np.random.default_rng(1)))
    assert read_page(path, dpi=DPI).lines == ()
