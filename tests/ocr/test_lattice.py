"""A line's log-probabilities: how likely a text is under them, and where its letters stand."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.alphabet import CLASS_OF, LETTERS
from ocr.lattice import NEVER, Lattice, Logs, Steps, align, best_path, score
from ocr.scores import scores

FEW = "กข1"  # letters of the small lattices, on which every path can be tried


def lattice_of(weights: list[list[float]]) -> Logs:
    """A lattice in which only the blank and the letters of FEW can be."""
    logs = np.full((len(weights), len(LETTERS) + 1), NEVER, np.float32)
    for row, one in zip(logs, weights, strict=True):
        row[[0, *(CLASS_OF[letter] for letter in FEW)]] = np.log(np.array(one) / sum(one))
    return logs


few_steps = st.lists(st.lists(st.floats(0.05, 1.0), min_size=4, max_size=4), min_size=1, max_size=5).map(lattice_of)
texts = st.text(alphabet=FEW, max_size=4)


def collapsed(path: tuple[int, ...]) -> str:
    return "".join(LETTERS[n - 1] for n, _ in itertools.groupby(path) if n)


def every_path(logs: Logs) -> dict[str, float]:
    """The probability of each text, by adding up all paths."""
    choices = [0, *(CLASS_OF[letter] for letter in FEW)]
    sums: dict[str, float] = {}
    for path in itertools.product(choices, repeat=len(logs)):
        text = collapsed(path)
        sums[text] = sums.get(text, 0.0) + float(np.exp(sum(float(logs[n, c]) for n, c in enumerate(path))))
    return sums


def along(logs: Logs, text: str, steps: list[Steps]) -> float:
    """The logarithm of the path that has the letters on these steps and blanks elsewhere."""
    path = np.zeros(len(logs), np.int64)
    for letter, (first, last) in zip(text, steps, strict=True):
        path[first : last + 1] = CLASS_OF[letter]
    return float(logs[np.arange(len(logs)), path].sum())


@given(few_steps, texts)
def test_a_text_is_as_likely_as_all_its_paths(logs: Logs, text: str) -> None:
    assert np.exp(score(logs, text)) == pytest.approx(every_path(logs).get(text, 0.0), abs=1e-6)


@given(few_steps)
def test_all_texts_together_are_certain(logs: Logs) -> None:
    assert sum(np.exp(score(logs, text)) for text in every_path(logs)) == pytest.approx(1.0, abs=1e-5)


@given(few_steps)
def test_the_best_path_can_be_aligned_and_stays_where_it_is(logs: Logs) -> None:
    text, steps, probabilities = best_path(logs)
    assert along(logs, text, align(logs, text)) == pytest.approx(along(logs, text, steps)) == pytest.approx(logs.max(axis=1).sum())
    assert all(0 < p <= 1 for p in probabilities)


@given(few_steps, texts)
def test_letters_stand_in_order_without_sharing_a_step(logs: Logs, text: str) -> None:
    try:
        steps = align(logs, text)
    except ValueError:
        assert score(logs, text) <= NEVER / 2
        return
    assert len(steps) == len(text)
    edges = [edge for first, last in steps for edge in (first, last + 0.5)]
    assert edges == sorted(edges) and (not edges or (edges[0] >= 0 and edges[-1] < len(logs)))


def test_a_text_without_room_or_letters_is_impossible() -> None:
    logs = lattice_of([[1, 1, 1, 1]] * 2)
    assert score(logs, "กก") <= NEVER / 2, "a doubled letter needs a blank between"
    assert score(logs, "中") <= NEVER / 2
    with pytest.raises(ValueError, match="no room for 2 letters"):
        align(logs, "กก")


def test_a_part_of_a_line_is_cut_out_by_the_pages_columns() -> None:
    lattice = Lattice(lattice_of([[1, 1, 1, 1]] * 10), left=100.0, step=4.0)
    part = lattice.between(108.0, 120.0)
    assert (len(part.logs), part.left) == (3, 108.0)
    assert len(lattice.between(0.0, 50.0).logs) == 0


def test_a_mark_read_twice_is_one() -> None:
    logs = np.full((5, len(LETTERS) + 1), NEVER, np.float32)
    logs[np.arange(5), [CLASS_OF["น"], CLASS_OF["้"], 0, CLASS_OF["้"], CLASS_OF["ำ"]]] = 0.0
    assert best_path(logs)[0] == "น้ำ"
    assert best_path(logs)[1][1] == Steps(1, 3)


@given(few_steps, st.lists(texts, min_size=1, max_size=6))
def test_many_texts_at_once_are_scored_as_each_alone(logs: Logs, some: list[str]) -> None:
    assert scores(logs, some) == pytest.approx([score(logs, text) for text in some], rel=1e-6, abs=1e-6)
