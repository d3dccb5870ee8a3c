"""LINE IDs: a word of Latin letters and digits, the mobile number again, or a public account's @name."""

from __future__ import annotations

import re

from rules.grammar import Parsed
from rules.telephone import parse_phone
from rules.text import arabic_digits, without_leaders

_WORD = re.compile(r"@?[A-Za-z0-9][A-Za-z0-9._\-]{2,29}_?|_[A-Za-z0-9._\-]{2,29}")
_THAI = re.compile(r"[\u0e01-\u0e3a\u0e40-\u0e4e]")


def parse_line_id(text: str) -> Parsed:
    """The ID as written, in Arabic digits and without white space; a display name in Thai keeps its spaces."""
    read = without_leaders(text)
    value = arabic_digits(read)
    if not _THAI.search(value):
        value = value.replace(" ", "")
    phone = parse_phone(read, mobile=True)
    meant = tuple("0" + candidate.removeprefix("+66") for candidate in phone.candidates if ";" not in candidate)
    if _WORD.fullmatch(value):
        return Parsed(value, read, 1.0 if "in-plan" in phone.proofs else 0.8, ("line-id-form",), candidates=meant)
    return Parsed(value, read, 0.2, ("not-a-line-id",), candidates=meant)
