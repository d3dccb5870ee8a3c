"""What counts as right, and how misread letters are counted."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from rules.roster import Agency, Roster
from service.evaluate.compare import codes_by_name, letters, meaning
from service.evaluate.confusion import aligned, confused, edits, most_confused

THAI = st.text("กขคงนมรสอ่้๊์ัิีุูเแาำ๐๑๙ab1.-@ ", max_size=30)
KINDS = ("agency", "text", "given_name", "surname", "position", "phone", "mobile", "email", "line_id", "number", "date")
CODES = codes_by_name(Roster((Agency("A-1", "สำนักงานสมมุติ", ("สนง.สมมุติ",)), Agency("A-2", "ที่ว่าการอำเภอสมมุติ"))))


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        ("phone", "๐๕๓-๕๖๙๖๙๒ ต่อ ๓๖๒", "+6653569692;ext=362"),
        ("mobile", "08-1234-5678", "+66812345678"),
        ("given_name", "น.ส. สมมุติ", "นางสาวสมมุติ"),
        ("given_name", "ว่าที่ ร.ต.หญิง สมมุติ", "ว่าที่ร้อยตรีหญิง สมมุติ"),
        ("given_name", "ดร. สมมุติ", "ดร.สมมุติ"),
        ("agency", "สนง. สมมุติ", "สำนักงานสมมุติ"),
        ("text", "สำนักงานสมมุติ", "สนง.สมมุติ"),
        ("position", "ผู้อํานวยการ กลุ่ม ๒", "ผู้อำนวยการกลุ่ม 2"),
        ("email", "Somsri@Office.Example", "somsri@office.example"),
        ("line_id", "SOM_๑", "som_1"),
        ("date", "๒๓ มี.ค. ๒๕๖๑", "2018-03-23"),
        ("surname", "-", ""),
        ("phone", " ", ""),
    ],
)
def test_ways_to_write_the_same_value(kind: str, written: str, value: str) -> None:
    assert meaning(kind, written, CODES) == meaning(kind, value, CODES)


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        ("phone", "053-569692 ต่อ 362", "+6653569692"),
        ("phone", "053-569692", "+6653569693"),
        ("given_name", "นาง สมมุติ", "นางสาวสมมุติ"),
        ("given_name", "นายสมมุติ", "สมมุติ"),
        ("agency", "สำนักงานสมมุติ", "ที่ว่าการอำเภอสมมุติ"),
        ("surname", "ใจดี", "ใจดิ"),
        ("surname", "ใจดี", ""),
        ("surname", "-", "ใจดี"),
    ],
)
def test_other_values_are_not_right(kind: str, written: str, value: str) -> None:
    assert meaning(kind, written, CODES) != meaning(kind, value, CODES)


@given(st.sampled_from(KINDS), THAI)
def test_a_text_means_what_it_means_without_a_roster_too(kind: str, text: str) -> None:
    assert meaning(kind, text, {}) == meaning(kind, f"  {text} ", {})


def test_letters_are_told_apart_as_they_stand_but_for_white_space_and_spelling() -> None:
    assert letters("ผู้อํานวย การ") == letters("ผู้อำนวยการ")
    assert letters("๐๕๓") != letters("053")
    assert letters("- ") == ""


@given(THAI)
def test_equal_texts_have_no_error(text: str) -> None:
    pairs = Counter(aligned(text, text))
    assert edits(pairs) == 0 and confused(pairs) == [] and most_confused(pairs, 5) == []
    assert pairs.total() == len(text)


@given(THAI, THAI)
def test_the_confusions_add_up_to_the_edit_distance_and_to_both_texts(written: str, read: str) -> None:
    pairs = list(aligned(written, read))
    assert edits(Counter(pairs)) == Levenshtein.distance(written, read)
    assert "".join(letter for letter, _ in pairs) == written
    assert "".join(letter for _, letter in pairs) == read


@given(THAI, THAI)
def test_the_letters_confused_are_those_of_both_texts(written: str, read: str) -> None:
    pairs = Counter(aligned(written, read))
    assert set(most_confused(pairs, 100)) <= set(written + read)
    assert bool(most_confused(pairs, 100)) == (written != read)
