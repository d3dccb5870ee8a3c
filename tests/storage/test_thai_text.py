"""Dates, times and digits as a Thai office writes them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import thai_text

ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
DAYS = st.dates(date(1957, 1, 1), date(2100, 12, 31))
MOMENTS = st.datetimes(datetime(1957, 1, 1), datetime(2100, 12, 31), timezones=st.timezones())
MONTHS = ["มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน", "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม"]
SHORT = ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."]
WEEKDAYS = ["จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์"]


def test_the_examples_of_the_design() -> None:
    day = date(2018, 3, 23)
    assert thai_text.date_long(day) == "วันศุกร์ที่ ๒๓ มีนาคม ๒๕๖๑"
    assert thai_text.date_short(day) == "๒๓ มี.ค. ๖๑"
    assert thai_text.time(clock_time(14, 30)) == "๑๔.๓๐ น."


@given(DAYS)
def test_a_long_date_tells_weekday_day_month_and_year(day: date) -> None:
    found = re.fullmatch(r"วัน(\S+)ที่ (\d+) (\S+) (\d+)", thai_text.date_long(day).translate(ARABIC))
    assert found
    weekday, number, month, year = found.groups()
    assert WEEKDAYS.index(weekday) == day.weekday()
    assert (int(number), MONTHS.index(month) + 1, int(year) - 543) == (day.day, day.month, day.year)


@given(DAYS)
def test_a_short_date_tells_day_month_and_two_digits_of_the_year(day: date) -> None:
    number, month, year = thai_text.date_short(day).translate(ARABIC).split()
    assert (int(number), SHORT.index(month) + 1, year) == (day.day, day.month, f"{(day.year + 543) % 100:02d}")


@given(st.text())
def test_thai_digits_leave_no_arabic_ones_and_all_else_alone(text: str) -> None:
    turned = thai_text.thai_digits(text)
    assert not re.search("[0-9]", turned)
    assert turned.translate(ARABIC) == text.translate(ARABIC)


@given(MOMENTS)
def test_a_moment_is_shown_by_the_clock_in_thailand(moment: datetime) -> None:
    local = moment.astimezone(UTC) + timedelta(hours=7)
    assert thai_text.time(moment).translate(ARABIC) == f"{local:%H.%M} น."
    assert thai_text.date_long(moment) == thai_text.date_long(local.date())
    assert thai_text.bangkok_date(moment) == local.date()


@given(MOMENTS)
def test_a_moment_lies_within_the_bounds_of_its_day_only(moment: datetime) -> None:
    day = thai_text.bangkok_date(moment)
    start, end = thai_text.day_bounds(day)
    assert start <= moment < end
    assert thai_text.day_bounds(day + timedelta(days=1))[0] == end


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        thai_text.bangkok(datetime(2018, 3, 23, 8))
