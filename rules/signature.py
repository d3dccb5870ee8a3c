"""The name that is written out in brackets beneath the signature: it may repeat the name that the form gives."""

from __future__ import annotations

import re

from ocr.types import Reading
from rules.dense import spaced
from rules.text import key, without_leaders
from rules.types import FoundForm

_IN_BRACKETS = re.compile(r"\(([^()]{4,80})\)")
_LETTERS = re.compile(r"[ก-ฮ]")


def signed_name(reading: Reading, found: FoundForm) -> str:
    """The text in brackets on a line beneath the form's last field, without leaders; `""` where there is none."""
    lowest = max((place.box.bottom for place in found.places.values()), default=0.0)
    for line in reading.lines:
        if line.box.top >= lowest:
            names = [without_leaders(inside) for inside in _IN_BRACKETS.findall(spaced(line.chars))]
            if named := next((name for name in names if len(_LETTERS.findall(name)) >= 4), ""):
                return named
    return ""


def repeats(signed: str, given_name: str, surname: str) -> bool:
    """Whether the signature is of this person: it ends in both names; what stands before them is a title."""
    return bool(given_name and surname) and key(signed).endswith(key(given_name + surname))
