"""Values as people see and type them."""

from __future__ import annotations

import pytest

from review.values import agency_of, canonical, doubts, shown
from storage.agency_names import AgencyName

NAMES = (
    AgencyName(1, "สำนักงานสมมุติจังหวัดลำพูน", ("สมมุติลำพูน", "สองแห่ง")),
    AgencyName(2, "ที่ว่าการอำเภอทดสอบ", ("สองแห่ง",)),
)


@pytest.mark.parametrize(
    ("kind", "typed", "value", "others", "seen"),
    [
        ("phone", "๐-๕๓๕๖-๒๖๓๐ ต่อ ๓๖๒", "+6653562630;ext=362", (), "0 5356 2630 ต่อ 362"),
        ("mobile", "089-859-0000, 0812345678", "+66898590000", ("+66812345678",), "08 9859 0000, 08 1234 5678"),
        ("phone", "12345", "12345", (), "12345"),
        ("email", " a@example.go.th ", "a@example.go.th", (), "a@example.go.th"),
        ("surname", "ทดสอบ  ดี", "ทดสอบ ดี", (), "ทดสอบ ดี"),
        ("title", "น.ส.", "นางสาว", (), "นางสาว"),
        ("agency", "สนง. สมมุติ", "สนง. สมมุติ", (), "สนง. สมมุติ"),
        ("text", "-", "", (), ""),
    ],
)
def test_what_is_typed_becomes_canonical_and_is_shown_in_the_form_of_people(kind, typed, value, others, seen) -> None:  # type: ignore[no-untyped-def]
    assert canonical(kind, typed) == (value, others)
    assert shown(value, kind, others) == seen
    if value:
        assert canonical(kind, seen) == (value, others), "what is shown means the same when typed"


def test_an_agency_is_known_by_all_its_names_but_never_guessed() -> None:
    assert agency_of(NAMES, "สนง.สมมุติ จ.ลำพูน") is NAMES[0]
    assert agency_of(NAMES, "สมมุติลำพูน") is NAMES[0]
    assert agency_of(NAMES, "สองแห่ง") is None
    assert agency_of(NAMES, "สำนักงานอื่น") is None


def test_only_what_speaks_against_a_value_is_said_and_unknown_codes_too() -> None:
    assert doubts(("second-reader-agrees", "not-in-plan", "of-a-later-version")) == (
        "ไม่เป็นเลขหมายตามแผนเลขหมายโทรคมนาคม",
        "of-a-later-version",
    )
