"""Text typed in the wrong layout, and the letters that are marked."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from review.keyboard import ENGLISH, KEDMANEE, in_english, in_thai, meant
from review.letters import marks
from storage.letters import Letter


@given(st.text(st.sampled_from(ENGLISH)))
def test_a_text_comes_back_from_the_other_layout(text: str) -> None:
    assert in_english(in_thai(text)) == text


@given(st.text(st.sampled_from(KEDMANEE)))
def test_and_the_other_way_round(text: str) -> None:
    assert in_thai(in_english(text)) == text


def test_what_was_meant_is_offered_where_letters_do_not_fit_the_field() -> None:
    assert meant("email", in_thai("sommut@example.go.th")) == "sommut@example.go.th"
    assert meant("line_id", in_thai("sommut.l")) == "sommut.l"
    assert meant("surname", in_english("ทดลอง")) == "ทดลอง"
    assert meant("phone", in_thai("053000002")) == "053000002"


def test_nothing_is_offered_where_they_fit() -> None:
    assert [meant("email", "a@b.go.th"), meant("surname", "ทดลอง"), meant("phone", "๐๕๓ ๐๐๐๐๐๒ ต่อ ๓"), meant("mobile", "089")] == [None] * 4


def read(text: str, unsure: str = "") -> list[Letter]:
    return [Letter(letter, 0.4 if letter in unsure else 0.99, (n, 0.0, n + 1, 1.0)) for n, letter in enumerate(text)]


def marked(shown: str, kind: str, letters: list[Letter]) -> list[tuple[str, float | None]]:
    return [(shown[mark.start : mark.end], mark.box[0] if mark.box else None) for mark in marks(shown, kind, letters)]


def test_letters_that_the_reader_was_unsure_of_are_marked_where_they_stand() -> None:
    assert marked("ทดลอง", "surname", read("ทดลอง", "ดง")) == [("ด", 1), ("ง", 4)]


def test_letters_that_the_value_has_otherwise_than_the_reading_are_marked() -> None:
    assert marked("สมมุติ", "given_name", read("สมมติ")) == [("ุ", None)]
    assert marked("สมมุติ", "given_name", read("สมนุติ")) == [("ม", 2)]


def test_a_telephone_is_compared_by_its_digits() -> None:
    assert marked("0 5300 0002", "phone", read("โทร. ๐-๕๓๐๐-๐๐๐๒", "๕")) == [("5", 7)]


def test_nothing_is_marked_where_most_is_doubtful_or_an_agency_has_its_official_name() -> None:
    assert marked("ทดลอง", "surname", read("คตสบจ")) == []
    assert marked("สำนักงานสมมุติ", "agency", read("สนง.สมมุติ")) == []
    assert marked("ทดลอง", "surname", []) == []


@given(st.text("กขฃคด๐๑ 12-", max_size=12), st.text("กขฃคด๐๑ 12-", max_size=12), st.sampled_from(["surname", "phone", "email"]))
def test_marks_are_single_letters_of_the_text_in_order(shown: str, other: str, kind: str) -> None:
    found = marks(shown, kind, read(other, "ก1"))
    assert all(0 <= mark.start < mark.end <= len(shown) for mark in found)
    assert [mark.start for mark in found] == sorted({mark.start for mark in found})
