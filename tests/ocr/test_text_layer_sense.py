"""A text layer is taken where it makes sense, else the picture is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.text_layer import reading_of_words

WORDS = [
    ("หน่วยงาน", (100.0, 100.0, 200.0, 130.0)),
    ("ส\u0e4d\u0e32นักงานทดสอบ", (215.0, 100.0, 400.0, 130.0)),
    ("..........", (400.0, 100.0, 500.0, 130.0)),
    ("E-mail", (100.0, 160.0, 180.0, 190.0)),
    ("a@example.com", (190.0, 160.0, 400.0, 190.0)),
]


def test_words_become_lines_with_leaders() -> None:
    reading = reading_of_words(WORDS[::-1], (2339, 1654))
    assert reading is not None and reading.source == "text"
    assert [line.text for line in reading.lines] == ["หน่วยงาน สำนักงานทดสอบ..........", "E-mail a@example.com"]
    leaders = [char for line in reading.lines for char in line.chars if char.leader]
    assert len(leaders) == 10
    assert all(100 <= char.box.left <= char.box.right <= 500 for line in reading.lines for char in line.chars)
    assert (reading.upright.width, reading.upright.height) == (1654, 2339)


@pytest.mark.parametrize("bad", ["\ue010", "\ufffd", "\x03"])
def test_glyphs_without_a_meaning_are_no_text(bad: str) -> None:
    assert reading_of_words([*WORDS, (f"ก{bad}", (0.0, 0.0, 9.0, 9.0))], (100, 100)) is None


def test_a_stamp_on_a_scan_is_no_text_layer() -> None:
    assert reading_of_words([("Scanned", (0.0, 0.0, 9.0, 9.0))], (100, 100)) is None


def test_a_mark_drawn_after_the_next_letter_goes_back_to_its_own() -> None:
    pieces = [("ทั", (90.0, 100.0, 97.3, 114.0)), ("ง", (97.3, 100.0, 102.7, 114.0)), ("\u0e49", (97.4, 100.0, 97.4, 114.0))]
    reading = reading_of_words([*pieces, *WORDS], (2339, 1654))
    assert reading is not None and reading.lines[0].text.startswith("ทั้ง")


def test_words_parted_before_a_vowel_are_one() -> None:
    pieces = [("ส", (90.0, 40.0, 97.0, 54.0)), ("\u0e33", (102.0, 40.0, 108.0, 54.0)), ("นัก", (108.0, 40.0, 120.0, 54.0))]
    reading = reading_of_words([*pieces, *WORDS], (2339, 1654))
    assert reading is not None and reading.lines[0].text == "สำนัก"


def test_a_layer_in_which_sara_am_lost_its_ring_is_no_text() -> None:
    ringless = [(text.replace("\u0e4d", ""), box) for text, box in WORDS]
    assert reading_of_words(ringless, (2339, 1654)) is None


@given(st.lists(st.tuples(st.text(max_size=8), st.tuples(*[st.floats(0, 2000)] * 4)), max_size=20))
def test_any_words_are_borne(words: list[tuple[str, tuple[float, float, float, float]]]) -> None:
    reading = reading_of_words(words, (2339, 1654))
    assert reading is None or reading.lines
