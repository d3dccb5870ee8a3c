"""Whether a value says what was written, however it is spelled."""

from __future__ import annotations

from rules.agency_names import agency_key
from rules.roster import Roster
from rules.telephone import parse_numbers
from rules.text import is_blank, key
from rules.titles import part


def same(kind: str, value: str, written: str, roster: Roster) -> bool:
    """Whether a decided value is the one on the paper; white space, digits' alphabet and short forms do not count."""
    return _said(kind, value, roster) == _said(kind, written, roster)


def _said(kind: str, text: str, roster: Roster) -> str:
    if is_blank(text):
        return ""
    match kind:
        case "agency" | "text":
            known = roster.by_key.get(agency_key(text), ())
            return known[0].code if len(known) == 1 else agency_key(text)
        case "phone" | "mobile":
            return "|".join(parse_numbers(text).known) or key(text)
        case "given_name":
            parted = part(text)
            return key(parted.title + parted.rest)
        case _:
            return key(text)
