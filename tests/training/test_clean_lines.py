"""Lines of clean print: ink that says its text, and nothing cut off."""

from __future__ import annotations

import numpy as np
import pytest

from ocr.alphabet import CLASS_OF
from training.lines import clean, faces
from training.lines.sheets import Mix

pytestmark = pytest.mark.skipif(not faces.printing(), reason="no Thai typefaces are installed (fonts-thai-tlwg)")


def test_each_line_is_one_text_in_letters_of_the_alphabet_cut_to_its_ink() -> None:
    lines = list(clean.samples(np.random.default_rng(1), Mix()))
    assert len(lines) > 50
    for line in lines:
        assert line.text and set(line.text) <= set(CLASS_OF)
        assert line.kind == "typed"
        assert line.ink[0].any() and line.ink[-1].any() and line.ink[:, 0].any() and line.ink[:, -1].any()


def test_the_same_seed_draws_the_same_lines() -> None:
    first, second = (list(clean.samples(np.random.default_rng(3), Mix())) for _ in range(2))
    assert [line.text for line in first] == [line.text for line in second]
    assert all(np.array_equal(a.ink, b.ink) for a, b in zip(first, second, strict=True))
