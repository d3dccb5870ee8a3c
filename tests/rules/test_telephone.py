"""Thai telephone numbers: one canonical form for all ways to write them, and nothing guessed."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rules.telephone import is_mobile, national, parse_phone, people_form
from rules.text import digits
from storage.thai_text import thai_digits

FIXED = st.from_regex(r"053[2-9][0-9]{5}", fullmatch=True)
MOBILE = st.from_regex(r"0[689][1-8][0-9]{7}", fullmatch=True)
EXTENSION = st.from_regex(r"[1-9][0-9]{0,3}", fullmatch=True)


def written(number: str, cuts: list[bool], mark: str) -> str:
    return "".join(c + (mark if cut else "") for c, cut in zip(number, [*cuts, False], strict=False)) + number[len(cuts) + 1 :]


@given(
    st.one_of(FIXED, MOBILE),
    st.lists(st.booleans(), min_size=8, max_size=8),
    st.sampled_from("- ."),
    st.lists(st.booleans(), min_size=10, max_size=10),
)
def test_a_number_is_the_same_however_it_is_cut_and_in_whichever_digits(number: str, cuts: list[bool], mark: str, thai: list[bool]) -> None:
    assume(national(parse_phone(number).value))
    mixed = "".join(thai_digits(c) if t else c for c, t in zip(number, thai, strict=False))
    assert parse_phone(written(mixed, cuts, mark)).value == "+66" + number[1:]


@given(FIXED, EXTENSION, st.sampled_from([" ต่อ ", " # ", " ext. ", " ext ", ";ext=", "ต่อ", " กด "]))
def test_an_extension_stands_behind_the_number(number: str, extension: str, word: str) -> None:
    assume(national(parse_phone(number).value))
    assert parse_phone(number + word + thai_digits(extension)).value == f"+66{number[1:]};ext={extension}"


@given(FIXED, MOBILE, st.sampled_from([", ", " / ", " และ ", "  ", " หรือ ", "\n"]))
def test_a_second_number_is_kept_beside_the_first(first: str, second: str, between: str) -> None:
    assume(national(parse_phone(first).value) and national(parse_phone(second).value))
    parsed = parse_phone(first + between + second)
    assert (parsed.value, parsed.others) == ("+66" + first[1:], ("+66" + second[1:],))


@given(st.text(alphabet="0123456789๐๑๒๓๔๕๖๗๘๙-+() ./,#;=ต่อextOlS\n", max_size=40))
def test_whatever_is_written_no_digit_is_lost_and_values_are_fixed_points(text: str) -> None:
    parsed = parse_phone(text)
    assert parse_phone(parsed.value).value == parsed.value
    if "in-plan" in parsed.proofs:
        found = "".join(national(n) + n.partition(";ext=")[2] for n in (parsed.value, *parsed.others))
        assert set(digits(text)) <= set(found) | {"6", "0"}
    else:
        assert digits(parsed.value) == digits(text)


@given(st.text(max_size=40))
def test_no_text_breaks_it(text: str) -> None:
    parse_phone(text)
    parse_phone(text, mobile=True)
    people_form(text)
    national(text)


@pytest.mark.parametrize(
    ("text", "value", "others"),
    [
        ("0-5356-9692", "+6653569692", ()),
        ("๐๕๓-๕๖๙๖๙๒", "+6653569692", ()),
        ("053-569692-3", "+6653569692", ("+6653569693",)),
        ("053-569692/3 ต่อ 12", "+6653569692;ext=12", ("+6653569693;ext=12",)),
        ("053569692 ต่อ 12, 14", "+6653569692;ext=12", ("+6653569692;ext=14",)),
        ("+66 (0)53 569692", "+6653569692", ()),
        ("โทร. 0 5356 9692 มือถือ 081-2345678", "+6653569692", ("+66812345678",)),
        ("02-555-1234", "+6625551234", ()),
    ],
)
def test_written_forms(text: str, value: str, others: tuple[str, ...]) -> None:
    parsed = parse_phone(text)
    assert (parsed.value, parsed.others, parsed.proofs) == (value, others, ("in-plan",))


@pytest.mark.parametrize(
    "text", ["053-569-6923", "569692", "1567", "053569692 85", "053569692-1", "+44 20 7946 0958", "053-569692 ถึง 5", "0-5356-9692 ต่อ"]
)
def test_what_the_plan_does_not_know_stays_as_read(text: str) -> None:
    parsed = parse_phone(text)
    assert (parsed.value, parsed.proofs) == (text, ("not-in-plan",))


def test_look_alikes_are_candidates_and_never_the_value() -> None:
    parsed = parse_phone("O53-56969Z")
    assert parsed.value == "O53-56969Z"
    assert parsed.candidates == ("+6653569692",)
    assert parse_phone("53-569692").candidates == ("+6653569692",)
    assert parse_phone("08@-2345678", mobile=True).candidates == ("+66812345678", "+66822345678")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("+6653569692;ext=362", "0 5356 9692 ต่อ 362"),
        ("+66812345678", "08 1234 5678"),
        ("+6625551234", "0 2555 1234"),
        ("ไม่ทราบ", "ไม่ทราบ"),
    ],
)
def test_people_see_numbers_as_offices_write_them(value: str, shown: str) -> None:
    assert people_form(value) == shown


def test_what_people_see_is_read_back() -> None:
    for head, tail in product(("+66535", "+66539", "+6681", "+6690"), ("69692", "2345678")):
        value = parse_phone(head + tail).value
        assert parse_phone(people_form(value)).value == value


def test_mobile_and_fixed_are_told_apart() -> None:
    assert is_mobile("+66812345678") and not is_mobile("+6653569692")
    assert "other-kind-of-number" in parse_phone("053569692", mobile=True).proofs
