"""The dial, the rule of two proofs, and words for every code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.confidence import accepted, confidence, threshold
from rules.proofs import PROOFS, words

CODES = st.lists(st.sampled_from(sorted(PROOFS)), max_size=8)


def test_every_code_has_words_in_thai() -> None:
    assert all(any("\u0e01" <= c <= "\u0e5b" for c in words(code)) for code in PROOFS)
    assert words("of-a-later-version") == "of-a-later-version"


@given(st.floats(0, 1), CODES)
def test_a_confidence_is_a_probability_and_grows_with_the_readers(probability: float, codes: list[str]) -> None:
    assert 0 <= confidence("phone", 0, codes) <= confidence("phone", probability, codes) <= confidence("phone", 1, codes) <= 1


@given(st.floats(0, 1), CODES)
def test_by_hand_nothing_is_accepted_without_two_proofs_from_outside_the_ink(sure: float, codes: list[str]) -> None:
    outside = {code for code in codes if PROOFS[code].outside}
    if accepted(sure, codes, hand=True, error_allowed=0.99):
        assert len(outside) >= 2 and not any(PROOFS[code].blocks for code in codes)


def test_the_threshold_follows_from_the_error_allowed() -> None:
    assert threshold(0.0014) == pytest.approx(0.9986)
    assert threshold(0) == 1
    for wrong in (-0.1, 1.0, float("nan")):
        with pytest.raises(ValueError, match="share"):
            threshold(wrong)


def test_no_single_reading_of_print_is_enough_whatever_the_grammar_says() -> None:
    for code in ("in-plan", "name-list", "surname-list", "position-list", "valid-address", "roster"):
        assert confidence("phone", 1.0, [code]) < threshold()
