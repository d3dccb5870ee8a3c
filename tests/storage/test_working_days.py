"""Working days left, as a Thai government office counts them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.working_days import is_working_day, working_days_left

DAYS = st.dates(date(2015, 1, 1), date(2032, 12, 31))


def test_the_example_of_the_report() -> None:
    assert working_days_left(date(2018, 3, 21), date(2018, 3, 23)) == 2


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2018, 3, 1), False),  # Makha Bucha, a Thursday
        (date(2018, 4, 16), False),  # in lieu of Songkran
        (date(2018, 5, 14), False),  # Royal Ploughing Ceremony: offices only
        (date(2018, 5, 1), True),  # Labour Day: not for officials
        (date(2018, 3, 24), False),  # a Saturday
        (date(2018, 3, 26), True),
    ],
)
def test_days_of_one_year(day: date, works: bool) -> None:
    assert is_working_day(day) is works


def test_what_the_office_settled_wins() -> None:
    special, saturday = date(2018, 3, 22), date(2018, 3, 24)
    office = {special: False, saturday: True}
    assert not is_working_day(special, office)
    assert is_working_day(saturday, office)
    assert working_days_left(date(2018, 3, 21), date(2018, 3, 24), office) == 2


def test_on_the_due_day_none_is_left() -> None:
    assert working_days_left(date(2018, 3, 23), date(2018, 3, 23)) == 0


@settings(deadline=None)
@given(DAYS, st.integers(0, 60), st.integers(0, 60))
def test_days_left_add_up_over_any_day_between(start: date, first: int, second: int) -> None:
    middle, end = start + timedelta(days=first), start + timedelta(days=first + second)
    assert working_days_left(start, end) == working_days_left(start, middle) + working_days_left(middle, end)
    assert working_days_left(end, start) == -working_days_left(start, end)
