"""Numbers of official letters (`ที่ ลพ ๐๐๑๗.๒/ว ๑๒๓`): found in a text and brought into one spelling.

Source: the Regulation of the Office of the Prime Minister on Correspondence, B.E. 2526: code letters of the ministry or province,
digits of the office, a stroke, `ว` for a circular, the running number.
"""

from __future__ import annotations

import re

from rules.text import arabic_digits, fold

_NUMBER = re.compile(
    r"(?<![ก-ฮ])(?P<letters>[ก-ฮ]{2,3})\.?\s?(?P<office>\d{4,5}(?:\s?\.\s?\d{1,3}){0,3})\s?/\s?(?P<circular>ว)?\.?\s?(?P<running>\d{1,6})?(?!\d)"
)


def canonical(number: str) -> str:
    """One spelling: `ลพ 0017.2/ว123`; of a text that is no such number, the text folded with Arabic digits."""
    found = numbers_in(number, running_needed=False)
    return found[0] if found else arabic_digits(fold(number))


def numbers_in(text: str, *, running_needed: bool = True) -> tuple[str, ...]:
    """The numbers that stand in a text, in order, each once. running_needed: not those whose running number is left blank."""
    matches = _NUMBER.finditer(arabic_digits(fold(text)))
    found = [_spelt(match) for match in matches if match["running"] or (not running_needed and match["circular"])]
    return tuple(dict.fromkeys(found))


def _spelt(match: re.Match[str]) -> str:
    office = re.sub(r"\s", "", match["office"])
    return f"{match['letters']} {office}/{match['circular'] or ''}{match['running'] or ''}"
