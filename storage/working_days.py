"""Working days of a Thai government office: Monday to Friday without its holidays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

import holidays

from storage.thai_text import date_long, thai_digits

OfficeDays = Mapping[date, bool]
"""What the office itself has settled, and it wins: True is a working day, False a day off (special days are announced late)."""

NOTHING_CHANGED: OfficeDays = MappingProxyType({})


def is_working_day(day: date, office: OfficeDays = NOTHING_CHANGED) -> bool:
    """Whether the office works on `day`."""
    if day in office:
        return office[day]
    return day.weekday() < 5 and day not in _holidays(day.year)


def working_days_left(today: date, due: date, office: OfficeDays = NOTHING_CHANGED) -> int:
    """Working days after `today` up to and with `due`; negative: working days that have gone by since `due`."""
    if due < today:
        return -_working_days(due, today, office)
    return _working_days(today, due, office)


def days_left(due: date | None, day: date, office: OfficeDays = NOTHING_CHANGED) -> str:
    """เหลือ ๒ วันทำการ (ครบกำหนดวันศุกร์ที่ ๒๓ มีนาคม ๒๕๖๑)"""
    if due is None:
        return "ไม่ได้กำหนดวันส่งคืน"
    if due == day:
        return f"ครบกำหนดวันนี้ ({date_long(due)})"
    left = working_days_left(day, due, office)
    what = "เหลือ" if due > day else "เกินกำหนด"
    return f"{what} {thai_digits(abs(left))} วันทำการ (ครบกำหนด{date_long(due)})"


def _working_days(after: date, until: date, office: OfficeDays) -> int:
    days = (after + timedelta(days=n) for n in range(1, (until - after).days + 1))
    return sum(is_working_day(day, office) for day in days)


@cache
def _holidays(year: int) -> frozenset[date]:
    calendar = holidays.country_holidays("TH", years=year, categories=("government", "public"), language="en_US")
    # Labour Day frees employees of private firms, not officials.
    labour = set(calendar.get_named("National Labor Day", split_multiple_names=False))
    return frozenset(day for day in calendar if day not in labour or "; " in calendar[day])
