"""Titles are written out and parted from names; no letter of a name is changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.lists import load_lists
from rules.names import parse_given_name, parse_surname
from rules.text import fold
from rules.titles import part, titles

THAI = st.text(alphabet="กขคงจชดตนมยรวสอะาำิีืุูเแโใไ่้็์๐๑๒12. ()", max_size=25)
LISTS = load_lists()


@pytest.mark.parametrize(
    ("written", "title", "name"),
    [
        ("นายสมชาย", "นาย", "สมชาย"),
        ("นาง สาว สุดา", "นางสาว", "สุดา"),
        ("น.ส.สุดา", "นางสาว", "สุดา"),
        ("น.ส สุดา", "นางสาว", "สุดา"),
        ("ว่าที่ ร.ต.สมชาย", "ว่าที่ร้อยตรี", "สมชาย"),
        ("ว่าที่ ร.ต.หญิง สุดา", "ว่าที่ร้อยตรีหญิง", "สุดา"),
        ("พ.ต.ท.หญิง สุดา", "พันตำรวจโทหญิง", "สุดา"),
        ("พ.ต.ท.สมชาย", "พันตำรวจโท", "สมชาย"),
        ("ส.ต.ท. สมชาย", "สิบตำรวจโท", "สมชาย"),
        ("จ.อ.สมชาย", "จ่าเอก", "สมชาย"),
        ("จ.ส.ต.สมชาย", "จ.ส.ต.", "สมชาย"),
        ("ดร.สมชาย", "ดร.", "สมชาย"),
        ("ผศ.ดร.สุดา", "ผู้ช่วยศาสตราจารย์ ดร.", "สุดา"),
        ("นายิกา", "", "นายิกา"),
        ("อารี", "", "อารี"),
        ("....", "", ""),
    ],
)
def test_title_and_name(written: str, title: str, name: str) -> None:
    person = parse_given_name(written, LISTS)
    assert (person.title.value, person.given.value) == (title, name)
    free = parse_given_name(written, None)
    assert (free.title.value, free.given.value) == (title, name)


def test_every_title_is_recognised_as_itself() -> None:
    for title in titles():
        assert part(title.full).title == title.full
        assert part(f"{title.full} สมชาย").rest == "สมชาย"


@given(THAI)
def test_titles_and_names_are_fixed_points_and_no_letter_is_invented(text: str) -> None:
    for lists in (LISTS, None):
        person = parse_given_name(text, lists)
        assert parse_given_name(person.given.read, None).given.value in person.given.read or not person.given.read
        assert set(person.given.value) <= {*fold(text), " "} and set(person.title.read) <= {*fold(text), " "}
        again = parse_surname(text, lists)
        assert parse_surname(again.value, lists).value == again.value
        assert set(again.value) <= {*fold(text), " "}
    parted = part(text)
    assert part(parted.title).title == parted.title
    assert parted.read.replace(" ", "") + parted.rest.replace(" ", "") == fold(text).replace(" ", "")


@given(st.text(max_size=30))
def test_no_text_breaks_them(text: str) -> None:
    parse_given_name(text, LISTS)
    parse_surname(text, LISTS)


def test_a_misread_title_is_recognised_before_a_known_name_and_doubted() -> None:
    person = parse_given_name("บายสมชาย", LISTS)
    assert (person.title.value, person.title.proofs, person.given.value) == ("นาย", ("title-misread",), "สมชาย")
    assert parse_given_name("บายสมชาย", None).title.value == ""


def test_a_surname_that_is_in_no_list_stays_as_it_is() -> None:
    parsed = parse_surname("ฟ้าครามเหนือดอย", LISTS)
    assert (parsed.value, "surname-list" in parsed.proofs) == ("ฟ้าครามเหนือดอย", False)


@pytest.mark.parametrize(
    ("written", "title"), [("พ.ต,ท.หญิง สุดา", "พันตำรวจโทหญิง"), ("จ่าเอถ..ฟ้าคราม", "จ่าเอก"), ("ว่าที่ ร.ต....สุดา", "ว่าที่ร้อยตรี")]
)
def test_titles_survive_dots_and_single_misread_letters(written: str, title: str) -> None:
    assert parse_given_name(written, LISTS).title.value == title
