"""A reading is the same after it has been a file."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.serial import VERSION, dumps, loads
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


@given(st.binary(max_size=80) | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(lambda v: json.dumps(v).encode()))
def test_what_is_no_reading_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(ValueError, match="read the page again"):
        loads(data)


def test_a_later_version_is_refused() -> None:
    data = json.loads(dumps(Reading((), Upright(1, 1), "r")))
    with pytest.raises(ValueError, match=f"known is {VERSION}"):
        loads(json.dumps(data | {"version": VERSION + 1}).encode())
