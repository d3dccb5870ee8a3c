"""Dates, times and digits as a Thai office writes them. Moments are shown at Asia/Bangkok, years in the Buddhist era."""

from __future__ import annotations

import re
from datetime import date, datetime
from datetime import time as clock_time
from zoneinfo import ZoneInfo

from pythainlp.util import arabic_digit_to_thai_digit, thai_strftime

BANGKOK = ZoneInfo("Asia/Bangkok")
ERA = 543


def thai_digits(text: str | int | float) -> str:
    """`text` with every Arabic digit as a Thai one: 14.5 becomes ๑๔.๕."""
    return str(arabic_digit_to_thai_digit(str(text)))


def unbroken(text: str) -> str:
    """`text` with its telephone numbers (0 5300 1234 ต่อ 362) in one line each: hard spaces beside digits."""
    return re.sub(r"(?<=\d) (?=\d|ต่อ)|(?<=ต่อ) (?=\d)", "\u00a0", text)


def bangkok(moment: datetime) -> datetime:
    """The same moment on a clock in Thailand. Raises ValueError for one without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(BANGKOK)


def bangkok_date(moment: datetime) -> date:
    """The day that it is in Thailand at `moment`."""
    return bangkok(moment).date()


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """First moment of `day` in Thailand and first moment of the next day: a half-open interval."""
    ordinals = (day.toordinal(), day.toordinal() + 1)
    start, end = (datetime.combine(date.fromordinal(n), clock_time(), BANGKOK) for n in ordinals)
    return start, end


def buddhist_year(day: date) -> int:
    """The Buddhist-era calendar year of `day`."""
    return day.year + ERA


def date_long(day: date) -> str:
    """For letters: วันศุกร์ที่ ๒๓ มีนาคม ๒๕๖๑. A datetime counts by its day in Thailand."""
    return _strftime(day, "%Aที่ %-d %B %Y")


def date_day(day: date) -> str:
    """For letters, without the weekday: ๒๓ มีนาคม ๒๕๖๑."""
    return _strftime(day, "%-d %B %Y")


def month_year(day: date) -> str:
    """For letters whose day is written when they are sent: มีนาคม ๒๕๖๑."""
    return _strftime(day, "%B %Y")


def date_short(day: date) -> str:
    """For tables: ๒๓ มี.ค. ๖๑. A datetime counts by its day in Thailand."""
    return _strftime(day, "%-d %b %y")


def time(moment: datetime | clock_time) -> str:
    """The time of day in Thailand: ๑๔.๓๐ น. A bare `time` is taken to be one already."""
    clock = bangkok(moment) if isinstance(moment, datetime) else moment
    return thai_digits(f"{clock:%H.%M} น.")


def date_time(moment: datetime) -> str:
    """For tables: ๒๓ มี.ค. ๖๑ ๑๔.๓๐ น."""
    return f"{date_short(moment)} {time(moment)}"


def _strftime(day: date, template: str) -> str:
    local = bangkok_date(day) if isinstance(day, datetime) else day
    return str(thai_strftime(datetime.combine(local, clock_time()), template, thaidigit=True))
