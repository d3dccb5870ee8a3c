"""A reading is the same after it has been a file."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.alphabet import LETTERS
from ocr.lattice import Lattice
from ocr.serial import LIKELIEST, LOG_STEPS, VERSION, dumps, loads
from ocr.types import Box, Char, Line, Reading, Upright

tenths = st.integers(-(10**5), 10**5).map(lambda n: n / 10)
boxes = st.builds(Box, tenths, tenths, tenths, tenths)
chars = st.builds(Char, st.text(max_size=3), boxes, st.integers(0, 10_000).map(lambda n: n / 10_000), st.booleans())
lines = st.builds(Line, st.lists(chars, max_size=5).map(tuple), boxes, st.none() | boxes)
uprights = st.builds(Upright, st.integers(1, 9999), st.integers(1, 9999), st.sampled_from([0, 90, 180, 270]), st.floats(-6, 6))
readings = st.builds(
    Reading,
    st.lists(lines, max_size=4).map(tuple),
    uprights,
    st.text(max_size=9),
    st.sampled_from(["ink", "text"]),
    st.floats(0, 1),
    st.text(max_size=9),
)


@given(readings)
def test_round_trip(reading: Reading) -> None:
    assert loads(dumps(reading)) == reading


@given(st.integers(0, 40), st.integers(0, 2**32 - 1))
def test_a_lattice_keeps_its_likeliest_letters(steps: int, seed: int) -> None:
    raw = np.random.default_rng(seed).normal(0, 4, (steps, len(LETTERS) + 1))
    logs = (raw - np.logaddexp.reduce(raw, axis=1, keepdims=True)).astype(np.float32)
    line = Line((), Box(0, 0, 9, 9), None, Lattice(logs, 3.5, 0.25))
    back = loads(dumps(Reading((line,), Upright(1, 1), "r"))).lines[0].lattice
    assert back is not None and (back.left, back.step) == (3.5, 0.25) and back.logs.shape == logs.shape
    likeliest = np.argsort(-logs, axis=1)[:, :LIKELIEST]
    kept, was = (np.take_along_axis(part, likeliest, axis=1) for part in (back.logs, logs))
    assert np.abs(kept - was)[was > -12].max(initial=0) <= 0.5 / LOG_STEPS + 1e-4
    assert np.exp(back.logs).sum(axis=1) == pytest.approx(np.ones(steps), abs=0.1)


@given(st.binary(max_size=80) | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(lambda v: json.dumps(v).encode()))
def test_what_is_no_reading_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(ValueError, match="read the page again"):
        loads(data)


def test_a_later_version_is_refused() -> None:
    data = json.loads(dumps(Reading((), Upright(1, 1), "r")))
    with pytest.raises(ValueError, match=f"known is {VERSION}"):
        loads(json.dumps(data | {"version": VERSION + 1}).encode())
