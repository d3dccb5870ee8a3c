"""What two spellings of the same value share, so that a value is right when it says what was written."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rules import titles
from rules.dates import parse_date
from rules.roster import Roster
from rules.text import arabic_digits, digits, fold, is_blank

_EXTENSION = re.compile(r";ext=|ต่อ|ext\.?|#")
_COUNTRY, _WITH_COUNTRY = "66", 10  # digits of a number that bears its country code, at least


def plain(text: str) -> str:
    """In one spelling, with Arabic digits and without white space."""
    return fold(arabic_digits(text)).replace(" ", "")


def letters(text: str) -> str:
    """What a reader has to read of a written text: its letters as they stand, in one spelling; nothing of a blank."""
    return "" if is_blank(text) else fold(text).replace(" ", "")


def codes_by_name(roster: Roster | None) -> dict[str, str]:
    """The code of the agency that each name and alias of the roster stands for."""
    return {plain(name): agency.code for agency in roster.agencies for name in agency.names()} if roster else {}


def meaning(kind: str, text: str, codes: Mapping[str, str]) -> str:
    """What a field of a kind says, the same for every way to write it. kind: of `rules.types`; codes: see `codes_by_name`."""
    if is_blank(text):
        return ""
    match kind:
        case "phone" | "mobile":
            return _number(plain(text))
        case "agency" | "text":
            return codes.get(plain(text), plain(text))
        case "email" | "line_id":
            return plain(text).lower()
        case "given_name":
            parted = titles.part(text)
            return plain(parted.title + parted.rest)
        case "date":
            return plain(parse_date(text).value)
        case _:
            return plain(text)


def _number(text: str) -> str:
    """The digits dialled within the country, and the extension's after a bar."""
    first, *others = _EXTENSION.split(text, maxsplit=1)
    main, extension = digits(first), digits("".join(others))
    if main.startswith(_COUNTRY) and len(main) >= _WITH_COUNTRY:
        main = "0" + main.removeprefix(_COUNTRY)
    return f"{main}|{extension}" if others else main
