"""What is known and what is free, scored against the ink: a list helps where the ink leaves a doubt, and never against the ink."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.lattice import NEVER
from rules.decoding.decode import Decoded, decode
from rules.decoding.known import Known
from rules.lists import Lists
from rules.roster import parse_roster
from rules.text import arabic_digits
from tests.support.lattices import lattice_of

ROSTER = parse_roster(
    "code,name,aliases,kind,district\n"
    "T-1,สำนักงานเกษตรจังหวัดลำพูน,,provincial,\n"
    "T-2,เทศบาลตำบลดอยแป้น,ทต.ดอยแป้น,local,เมือง\n"
    "T-3,เทศบาลตำบลดอยกลาง,,local,เมือง\n"
)
LISTS = Lists(frozenset({"สมชาย", "สุดา", "มาลี"}), frozenset({"ใจดี", "ทองคำ"}), ("นักวิชาการเกษตรชำนาญการ", "นิติกร"))
KNOWN = Known(ROSTER, LISTS)
LETTERS = "กขคงจชดตถทนบปพมยรลวสหอ"


def decoded(kind: str, *steps: str) -> Decoded:
    free = "".join(letters[:1] for letters in steps)
    return decode({"field": kind}, {"field": free}, {"field": [lattice_of(*steps)]}, KNOWN)["field"]


@pytest.mark.parametrize(
    ("kind", "steps", "wanted"),
    [
        ("agency", (*"เทศบาลตำบลดอย", "บแ", "ป", "ั้", *"น"), "เทศบาลตำบลดอยแป้น"),
        ("agency", (*"ทต.", "คด", "อ", *"ยแป้", "บน"), "ทต.ดอยแป้น"),
        ("agency", (*"สนง.เกษต", "ธร", *"จ.ลำพูน"), "สนง.เกษตรจ.ลำพูน"),
        ("surname", ("โใ", "จ", "ด", "ิี"), "ใจดี"),
        ("position", (*"นิติ", "ภก", "ร"), "นิติกร"),
        ("given_name", (*"นา", "ลย", *"สมชา", "บย"), "นายสมชาย"),
        ("given_name", (*"น.ส.", "ส", "ฺุ", *"ดา"), "น.ส. สุดา"),
        ("email", (*"nok@g", "nm", *"ail.com"), "nok@gmail.com"),
        ("text", (*"กรม", "ภก", *"ารปกครอง"), "กรมการปกครอง"),
    ],
)
def test_what_is_known_is_read_where_the_ink_leaves_a_doubt(kind: str, steps: tuple[str, ...], wanted: str) -> None:
    assert decoded(kind, *steps).text.replace(" ", "") == wanted.replace(" ", "")


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("agency", "เทศบาลตำบลดอยกวาง"),
        ("agency", "สำนักงานเกษตรจังหวัดลำปาง"),
        ("surname", "ใจดิ"),
        ("given_name", "นายสมชาญ"),
        ("position", "นิติการ"),
        ("email", "nok@office.example"),
    ],
)
def test_what_is_in_no_list_stays_where_the_ink_is_sure(kind: str, text: str) -> None:
    answer = decoded(kind, *text)
    assert (answer.text.replace(" ", ""), answer.known) == (text, False)


def test_a_number_of_the_plan_before_one_that_is_none() -> None:
    assert decoded("mobile", *"08", "71", *"2345678").text == "0872345678"
    assert decoded("mobile", "๐", "๓๘", *"๑๒๓๔๕๖๗๘").text == "๐๘๑๒๓๔๕๖๗๘"


def test_fields_that_often_say_the_same_help_each_other() -> None:
    mobile, line = tuple("0812345678"), (*"08123456", "97", "8")
    apart = decoded("line_id", *line).text
    both = decode(
        {"mobile": "mobile", "line": "line_id"},
        {"mobile": "0812345678", "line": "0812345698"},
        {"mobile": [lattice_of(*mobile)], "line": [lattice_of(*line)]},
        KNOWN,
    )
    assert apart == "0812345698"
    assert both["line"].text == both["mobile"].text
    assert both["line"].heard > 0


def test_a_doubt_has_low_odds_and_its_other_texts() -> None:
    sure, unsure = decoded("surname", *"ทองคำ"), decoded("line_id", "n", "o", "kh", "1")
    assert sure.odds > unsure.odds
    assert {"nok1", "noh1"} <= {unsure.text, *unsure.others}


@given(st.lists(st.lists(st.sampled_from(LETTERS), min_size=1, max_size=3, unique=True), min_size=2, max_size=9))
def test_nothing_is_read_that_the_ink_gave_no_weight(steps: list[list[str]]) -> None:
    for kind in ("agency", "surname", "given_name", "position", "text"):
        lattice = lattice_of(*("".join(letters) for letters in steps), otherwise=NEVER)
        answer = decode({"f": kind}, {"f": "".join(letters[0] for letters in steps)}, {"f": [lattice]}, KNOWN)["f"]
        text = answer.text.replace(" ", "")
        assert len(text) <= len(steps)
        assert all(any(letter in letters for letters in steps) for letter in text)


@given(st.text(alphabet="0123456789๐๑๒๓๔๕๖๗๘๙", min_size=9, max_size=10))
def test_every_digit_in_every_place_of_a_number_is_kept_where_the_ink_is_sure(number: str) -> None:
    assert arabic_digits(decoded("phone", *number).text) == arabic_digits(number)


def test_a_field_in_other_letters_than_its_kind_has_is_not_decoded() -> None:
    assert decode({"f": "surname"}, {"f": "Smith"}, {"f": [lattice_of(*"Smith")]}, KNOWN) == {}
