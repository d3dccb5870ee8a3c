"""Values as people see and type them, against the canonical ones in the database."""

from __future__ import annotations

from collections.abc import Sequence

from rules.agency_names import agency_key
from rules.kinds import canonical_values
from rules.proofs import PROOFS, words
from rules.telephone import people_form
from rules.text import fold
from storage.agency_names import AgencyName

TELEPHONES = ("phone", "mobile")
LATIN = ("email", "line_id")


def whole(text: str, digits: int = 9) -> int | None:
    """A number in an address or a hidden field; None for what is none, or has more digits than these."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= digits else None


def shown(value: str, kind: str, others: Sequence[str] = ()) -> str:
    """As people see it: telephones in groups (`0 5356 2630 ต่อ 362`), further ones after commas."""
    together = [text for text in (value, *others) if text]
    return ", ".join(people_form(text) if kind in TELEPHONES else text for text in together)


def canonical(kind: str, typed: str) -> tuple[str, tuple[str, ...]]:
    """What a person typed as a value and further values. An agency's name stays as it is: the roster decides (`agency_of`)."""
    if kind == "agency":
        return fold(typed), ()
    value, *others = canonical_values(kind, typed)
    return value, tuple(others)


def agency_of(names: Sequence[AgencyName], typed: str) -> AgencyName | None:
    """The one agency that is written so, officially or otherwise; None where it is none or several."""
    wanted = agency_key(typed)
    official = [agency for agency in names if agency_key(agency.name) == wanted]
    found = official or [agency for agency in names if wanted in map(agency_key, agency.aliases)]
    return found[0] if len(found) == 1 else None


def doubts(codes: Sequence[str]) -> tuple[str, ...]:
    """In words, what speaks against a value; a code of a later version too."""
    return tuple(words(code) for code in codes if code not in PROOFS or PROOFS[code].blocks or PROOFS[code].weight < 0)
