"""Typed and handwritten fields are told apart on drawn faxes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ocr.hand import by_hand
from ocr.reader import read_page
from ocr.strips import judge_hands
from rules.forms import builtin_forms
from rules.labels import find_form
from tests.support.faxes import need_faces
from tests.support.received import form_page
from training.fax import Scan


@pytest.mark.parametrize("hand", [False, True])
@pytest.mark.parametrize("resolution", ["fine", "standard"])
def test_most_fields_of_a_page_are_judged_right(tmp_path: Path, hand: bool, resolution: str) -> None:
    need_faces()
    page = form_page(tmp_path, scan=Scan(resolution=resolution), hand=hand, seed=11)  # type: ignore[arg-type]
    reading = read_page(page.image, dpi=page.dpi, scale=page.scale)
    found = find_form(reading, builtin_forms())
    assert found is not None
    judged = judge_hands(page.image, reading, [place.box for place in found.places.values()], dpi=page.dpi, scale=page.scale)
    assert sum((p >= 0.5) is hand for p in judged) >= 7, judged


def test_no_ink_is_not_judged() -> None:
    speck = np.zeros((20, 60), np.uint8)
    line = speck.copy()
    line[8:12, 5:50] = 255
    assert by_hand([]) == []
    nothing, something = by_hand([speck, line])
    assert nothing == 0.5 and 0.0 <= something <= 1.0


def test_a_strip_is_judged_the_same_alone_and_among_others() -> None:
    rng = np.random.default_rng(1)
    strips = [np.where(rng.random((30, width)) < 0.2, 255, 0).astype(np.uint8) for width in (40, 300, 900)]
    together = by_hand(strips)
    assert together == pytest.approx([by_hand([strip])[0] for strip in strips], abs=1e-5)
