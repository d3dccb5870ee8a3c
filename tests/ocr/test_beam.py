"""Texts by lattice and letter model together."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.alphabet import CLASS_OF, LETTERS
from ocr.beam import Prior, best_text
from ocr.lattice import NEVER, Logs, best_path, score
from ocr.ngrams import EDGE, NGrams, after, classes_of, start

FEW = "กข1"
MODEL = NGrams.shipped()


def lattice_of(weights: list[list[float]]) -> Logs:
    logs = np.full((len(weights), len(LETTERS) + 1), NEVER, np.float32)
    for row, one in zip(logs, weights, strict=True):
        row[[0, *(CLASS_OF[letter] for letter in FEW)]] = np.log(np.array(one) / sum(one))
    return logs


few_steps = st.lists(st.lists(st.floats(0.05, 1.0), min_size=4, max_size=4), min_size=1, max_size=4).map(lattice_of)


def spelt(text: str, other: str, doubt: float) -> Logs:
    """A lattice that says `text`, and with the probability `doubt` the letters of `other` (of the same length)."""
    logs = np.full((2 * len(text), len(LETTERS) + 1), 1e-9)
    for n, (letter, instead) in enumerate(zip(text, other, strict=True)):
        logs[2 * n, CLASS_OF[letter]] = 1 - doubt
        logs[2 * n, CLASS_OF[instead]] += doubt
        logs[2 * n + 1, 0] = 1
    return np.log(logs / logs.sum(axis=1, keepdims=True)).astype(np.float32)


def likeliest(logs: Logs) -> float:
    """The probability of the likeliest text, by adding up all paths."""
    sums: dict[str, float] = {}
    for path in itertools.product([0, *(CLASS_OF[letter] for letter in FEW)], repeat=len(logs)):
        text = "".join(LETTERS[n - 1] for n, _ in itertools.groupby(path) if n)
        sums[text] = sums.get(text, 0.0) + math.exp(sum(float(logs[n, c]) for n, c in enumerate(path)))
    return max(sums.values())


@given(few_steps)
def test_without_a_prior_it_is_nearly_the_likeliest_of_all_texts(logs: Logs) -> None:
    text = best_text(logs, Prior(MODEL, weight=0.0, bonus=0.0))
    assert math.exp(score(logs, text)) >= 0.9 * likeliest(logs)


@given(st.text(alphabet=[c for c in LETTERS if c != " "], min_size=1, max_size=12))
def test_ink_that_is_sure_is_read_as_it_stands(text: str) -> None:
    logs = spelt(text, text, 0.0)
    assert best_text(logs, Prior(MODEL)) == best_path(logs)[0]


@pytest.mark.parametrize(("wrong", "right"), [("นักวิชากจร", "นักวิชาการ"), ("ประชภสัมพันธ์", "ประชาสัมพันธ์"), ("ชำนญญการ", "ชำนาญการ")])
def test_of_letters_in_doubt_those_that_make_thai(wrong: str, right: str) -> None:
    assert best_text(spelt(wrong, right, 0.4), Prior(MODEL)) == right
    assert best_text(spelt(wrong, right, 0.001), Prior(MODEL)) == wrong, "the ink has the last word"


@given(st.text(alphabet=LETTERS, max_size=8))
def test_what_may_follow_adds_up_to_one(text: str) -> None:
    context = start()
    for letter in classes_of(text)[1:-1]:
        context = after(context, letter)
    everything = sum(math.exp(MODEL.log_probability(context, letter)) for letter in [EDGE, *CLASS_OF.values()])
    assert everything == pytest.approx(1.0, abs=0.12)


def test_no_steps_say_nothing() -> None:
    assert best_text(np.zeros((0, len(LETTERS) + 1), np.float32), Prior(MODEL)) == ""
