"""Lines for rare letters hold each letter of the alphabet about as often as any other."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from ocr.thai import normal_thai
from training.lines.letters import WANTED, even, round_letter
from training.lines.texts import known


@pytest.mark.parametrize("letter", WANTED)
def test_a_text_round_a_letter_holds_it(letter: str) -> None:
    rng = np.random.default_rng(1)
    for _ in range(10):
        text = round_letter(letter, rng)
        assert letter in text
        assert known(text) == text


def test_no_letter_is_rare() -> None:
    rng = np.random.default_rng(1)
    seen = Counter("".join(even(rng) for _ in range(3000)))
    assert min(seen[letter] for letter in WANTED) > 50


def test_texts_are_in_normal_order() -> None:
    rng = np.random.default_rng(1)
    texts = [even(rng) for _ in range(300)]
    assert all(normal_thai(text) == text for text in texts)
