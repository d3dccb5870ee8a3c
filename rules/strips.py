"""Which fields are to be read again by the second reader, and in which alphabets."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rules.knowledge import PageFacts
from rules.text import has_thai_digits, is_blank
from rules.types import FoundForm, Place
from rules.votes import OWN_ALPHABET, text_of

MODES = ("auto", "always", "never")
_THAI = re.compile(r"[\u0e01-\u0e5b]")
_LATIN = re.compile(r"[A-Za-z]{3}")


def wanted_strips(
    found: FoundForm, mode: str = "auto", page: PageFacts | None = None, hands: Mapping[str, bool] | None = None
) -> dict[str, tuple[str, ...]]:
    """Alphabets by field name, the likeliest first: languages (`tha`, `eng`, `tha+eng`), or `digits`, `address`.

    auto: the fields of which Tesseract's vote can change what is decided, in the alphabets that the first reading makes likely:
    not handwriting (it reads none), not Thai digits (it knows half of them), not where nothing is written (a dash it may confirm),
    not a page of text.
    always: every field that has a place, in every alphabet that could hold the answer. hands: as for `decide`. Raises
    ValueError for another mode.
    """
    if mode not in MODES:
        raise ValueError(f"the second reader is asked {', '.join(MODES)}, not {mode!r}")
    if mode == "never" or (page is not None and page.source == "text"):
        return {}
    kinds = {d.name: d.kind for d in found.definition.fields}
    wanted = {name: place for name, place in found.places.items() if name in kinds}
    if mode == "auto":
        wanted = {name: place for name, place in wanted.items() if not (hands or {}).get(name) and _can_be_read(kinds[name], place)}
    return {name: _alphabets(kinds[name], place, mode == "always") for name, place in wanted.items()}


def _can_be_read(kind: str, place: Place) -> bool:
    text = text_of(place.chars)
    return (not is_blank(text) or _is_dash(place)) and not (kind in OWN_ALPHABET and has_thai_digits(text))


def _is_dash(place: Place) -> bool:
    """Something is written that says nothing: whether it is a dash, and no letter, the second reader can tell."""
    return any(not char.leader and char.text.strip() for char in place.chars) and is_blank(text_of(place.chars))


def _alphabets(kind: str, place: Place, all_of_them: bool) -> tuple[str, ...]:
    text = text_of(place.chars)
    if _is_dash(place):
        return ("tha+eng",)
    if kind in OWN_ALPHABET:
        own = OWN_ALPHABET[kind]
        return (own, "tha") if all_of_them or _THAI.search(text) else (own,)
    if all_of_them:
        return ("tha", "tha+eng")
    return ("tha+eng",) if _LATIN.search(text) else ("tha",)
