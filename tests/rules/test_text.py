"""Folding is a fixed point and loses no digit; leaders go, abbreviations keep their dot."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.text import THAI_DIGITS, arabic_digits, digits, fold, is_blank, key, without_leaders
from storage.thai_text import thai_digits

THAI = st.text(alphabet="กขคงจชดตนมยรวสอะาำิีืุูเแโใไ่้็์ํ๐๑๒๓๔๕๖๗๘๙0123456789ab.-_… \t\n\u200b", max_size=30)
ANY = st.one_of(THAI, st.text(max_size=30))


@given(ANY)
def test_folding_is_a_fixed_point(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert without_leaders(without_leaders(text)) == without_leaders(text)
    assert key(key(text)) == key(text)


@given(ANY)
def test_no_digit_is_lost_and_none_invented(text: str) -> None:
    assert digits(fold(text)) == digits(text)
    assert digits(without_leaders(text)) == digits(text)
    assert digits(key(text)) == digits(text)


@given(st.text(alphabet="0123456789" + THAI_DIGITS))
def test_every_thai_digit_has_its_arabic_one_in_every_place(text: str) -> None:
    assert [int(c) for c in arabic_digits(text)] == [int(c) for c in text]
    assert arabic_digits(thai_digits(text)) == arabic_digits(text)


@pytest.mark.parametrize(
    ("written", "folded"),
    [("สํานักงาน", "สำนักงาน"), ("นํ้า", "น้ำ"), ("เเม่", "แม่"), ("  ก \n ข\u200b ", "ก ข")],
)
def test_two_ways_to_store_the_same_letters_become_one(written: str, folded: str) -> None:
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("......สุดา......", "สุดา"),
        ("____สุดา ใจดี….", "สุดา ใจดี"),
        ("ว่าที่ ร.ต.....", "ว่าที่ ร.ต."),
        ("สุดา.", "สุดา"),
        ("_nok_", "_nok_"),
        ("a@example.go.th...", "a@example.go.th"),
        (". . . .", ""),
    ],
)
def test_leaders_go_from_the_ends(written: str, value: str) -> None:
    assert without_leaders(written) == value


@pytest.mark.parametrize(("written", "blank"), [("", True), ("-", True), ("....—....", True), ("- -", True), ("๐", False), ("ก", False)])
def test_blank_is_nothing_or_a_dash(written: str, blank: bool) -> None:
    assert is_blank(written) is blank
