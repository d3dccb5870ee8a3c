"""The other grammars: addresses, LINE IDs, dates, numbers, positions; and for all: no text breaks them, values stay."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.dates import MONTHS, parse_date
from rules.kinds import canonical_values
from rules.line_id import parse_line_id
from rules.lists import Lists, load_lists
from rules.mail_address import parse_mail_address
from rules.numbers import parse_number
from rules.positions import parse_position
from rules.text import digits
from rules.types import KINDS
from storage.thai_text import thai_digits

TEXT = st.one_of(st.text(max_size=30), st.text(alphabet="กขคจชดตนมยรวสอะาิุเแ่้๐๑๒๓๔๕๖๗๘๙0123456789abcO@.,-/_() \n", max_size=30))


@given(TEXT, st.sampled_from((*KINDS, "title")))
def test_what_a_person_typed_is_a_fixed_point_and_never_an_error(text: str, kind: str) -> None:
    value, *others = canonical_values(kind, text)
    assert canonical_values(kind, value)[0] == value
    assert all(canonical_values(kind, other) == (other,) for other in others)


@given(TEXT)
def test_no_digit_is_lost_or_invented(text: str) -> None:
    for parse in (parse_mail_address, parse_line_id, parse_number):
        assert digits(parse(text).value) == digits(text)
    for lists in (load_lists(), None):
        assert digits(parse_position(text, lists).read) == digits(text)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("nokdoi @ Example.GO.TH", "nokdoi@example.go.th"),
        ("Nok๑๒@gmail.com", "Nok12@gmail.com"),
        ("nok(at)example.or.th", "nok@example.or.th"),
        ("nok.example.or.th", "nok.example.or.th"),
    ],
)
def test_mail_addresses(written: str, value: str) -> None:
    assert parse_mail_address(written).value == value


def test_an_address_that_is_none_has_what_it_may_mean_as_candidates() -> None:
    parsed = parse_mail_address("nok@gmail,com")
    assert (parsed.value, parsed.proofs, parsed.candidates) == ("nok@gmail,com", ("not-an-address",), ("nok@gmail.com",))
    assert parse_mail_address("nokQgmail.com").candidates == ("nok@gmail.com",)
    assert parse_mail_address("nok@gmai1.com").candidates == ("nok@gmail.com",)
    near = parse_mail_address("nok@gmai1.com", load_lists())
    assert (near.value, near.read, near.candidates) == ("nok@gmail.com", "nok@gmai1.com", ("nok@gmai1.com",))


def test_a_line_id_that_looks_like_the_mobile_keeps_its_letters_and_names_the_number() -> None:
    parsed = parse_line_id("O812345678")
    assert (parsed.value, parsed.candidates) == ("O812345678", ("0812345678",))


@pytest.mark.parametrize(
    ("written", "value"), [("๐๘๑-๒๓๔๕๖๗๘", "081-2345678"), ("nok _ na", "nok_na"), ("@nok99", "@nok99"), ("นก นา", "นก นา")]
)
def test_line_ids_stay_as_written_in_arabic_digits(written: str, value: str) -> None:
    assert parse_line_id(written).value == value


@given(st.dates(datetime.date(1950, 1, 1), datetime.date(2050, 12, 31)), st.sampled_from([0, 1]), st.booleans())
def test_every_day_is_read_in_words_and_figures_in_both_eras(day: datetime.date, short: int, thai: bool) -> None:
    month, year = MONTHS[day.month - 1][short], day.year + 543
    for text in (f"{day.day} {month} {year}", f"วันที่ {day.day} {month} พ.ศ. {year}", f"{day.day}/{day.month}/{year}", day.isoformat()):
        assert parse_date(thai_digits(text) if thai else text).value == day.isoformat()


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("วันศุกร์ที่ ๒๓ มีนาคม ๒๕๖๑", "2018-03-23"),
        ("๒๓ มี.ค. ๖๑", "2018-03-23"),
        ("23-3-61", "2018-03-23"),
        ("23 มีนาคม ค.ศ. 2018", "2018-03-23"),
        ("๓๑ กุมภาพันธ์ ๒๕๖๑", "31 กุมภาพันธ์ 2561"),
    ],
)
def test_dates(written: str, value: str) -> None:
    assert parse_date(written).value == value


@pytest.mark.parametrize(("written", "value"), [("๑,๒๓๔ คน", "1234"), ("12.50", "12.50"), ("๑๒/๓๔", "12/34"), ("1 , 234", "1234")])
def test_numbers(written: str, value: str) -> None:
    assert parse_number(written).value == value


def test_positions_of_the_list_are_recognised_with_their_level() -> None:
    lists = load_lists()
    assert parse_position("นักวิชาการเกษตร ชํานาญการ", lists).proofs == ("position-list",)
    near = parse_position("นกวิชาการเกษตรปฏิบัติการ", lists)
    assert (near.value, near.read, near.proofs) == ("นักวิชาการเกษตรปฏิบัติการ", "นกวิชาการเกษตรปฏิบัติการ", ("position-near",))
    assert parse_position("นกวิชาการเกษตรปฏิบัติการ", None).value == "นกวิชาการเกษตรปฏิบัติการ"


def test_a_position_between_two_of_the_list_is_not_taken_for_either() -> None:
    lists = Lists(frozenset(), frozenset(), ("หัวหน้าฝ่ายทะเบียน", "หัวหน้าฝ่ายทะเบียบ"))
    parsed = parse_position("หัวหน้าฝ่ายทะเบียม", lists)
    assert parsed.value == "หัวหน้าฝ่ายทะเบียม"
    assert set(parsed.candidates) == set(lists.positions)
