"""Dates as Thai offices write them, in ISO 8601 of the common era: `วันศุกร์ที่ ๒๓ มีนาคม ๒๕๖๑` is 2018-03-23."""

from __future__ import annotations

import datetime
import re

from rules.grammar import Parsed
from rules.text import arabic_digits, without_leaders

MONTHS = (
    ("มกราคม", "ม.ค."),
    ("กุมภาพันธ์", "ก.พ."),
    ("มีนาคม", "มี.ค."),
    ("เมษายน", "เม.ย."),
    ("พฤษภาคม", "พ.ค."),
    ("มิถุนายน", "มิ.ย."),
    ("กรกฎาคม", "ก.ค."),
    ("สิงหาคม", "ส.ค."),
    ("กันยายน", "ก.ย."),
    ("ตุลาคม", "ต.ค."),
    ("พฤศจิกายน", "พ.ย."),
    ("ธันวาคม", "ธ.ค."),
)
"""Thai months, full and short, January first."""
_BEFORE = r"(?:(?:เมื่อ)?(?:ที่)?วัน(?:อาทิตย์|จันทร์|อังคาร|พุธ|พฤหัสบดี|พฤหัส|ศุกร์|เสาร์)?\s*ที่?)?\s*"
_ERA = r"(?P<era>พ\.?\s*ศ\.?|ค\.?\s*ศ\.?|ปี)?"
_NAMES = {re.sub(r"[.\s]", "", form): n for n, forms in enumerate(MONTHS, 1) for form in forms}
_WORDED = re.compile(
    rf"{_BEFORE}(?P<day>[0-9]{{1,2}})\s*(?:เดือน)?\s*(?P<month>[ก-ฮเ][^0-9]{{1,14}}?)\s*{_ERA}\s*(?P<year>[0-9]{{4}}|[0-9]{{2}})"
)
_NUMERIC = re.compile(rf"{_BEFORE}(?P<day>[0-9]{{1,2}})\s*[/.\-]\s*(?P<month>[0-9]{{1,2}})\s*[/.\-]\s*(?P<year>[0-9]{{4}}|[0-9]{{2}})")
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")


def parse_date(text: str) -> Parsed:
    """A date that exists; else the text as read, its digits Arabic. A year of two digits is of the Buddhist era."""
    read = without_leaders(text)
    body = arabic_digits(read)
    match = _ISO.fullmatch(body) or _NUMERIC.fullmatch(body) or _WORDED.fullmatch(body)
    day = _date(match) if match else None
    if day is None:
        return Parsed(body, read, 0.1, ("not-a-date",))
    return Parsed(day.isoformat(), read, 1.0, ("valid-date",))


def _date(match: re.Match[str]) -> datetime.date | None:
    parts = match.groupdict()
    month = int(parts["month"]) if parts["month"].isdigit() else _NAMES.get(re.sub(r"[.\s]", "", parts["month"]), 0)
    year = common_year(int(parts["year"]), (parts.get("era") or "").startswith("ค"))
    try:
        return datetime.date(year, month, int(parts["day"]))
    except ValueError:
        return None


def common_year(year: int, common_era: bool = False) -> int:
    """A written year in the common era: 61 and 2561 are 2018; 2018 is itself."""
    if year < 100:
        return year + (2000 if common_era else 2500 - 543)
    return year - 543 if year >= 2400 and not common_era else year
