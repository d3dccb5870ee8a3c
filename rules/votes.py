"""The readings of one field's ink: the page's own, letter by letter, and those of its strip."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from ocr.types import Char, StripReading
from rules.decoding.decode import Decoded
from rules.reread import read_as
from rules.text import digits, has_thai_digits, without_leaders
from rules.types import Place

OWN_ALPHABET = {"phone": "digits", "mobile": "digits", "number": "digits", "email": "address", "line_id": "address"}
"""Kinds whose values have no Thai letters, and the alphabet that holds them; Thai digits are read in `tha`."""
_TESSERACT = "tesseract"
_NO_LATIN = "tha"
_WITH_THAI = ("tha", "tha+eng")


@dataclass(frozen=True, slots=True)
class Vote:
    """One reading of a field. probability: of a letter, on the mean, 0 to 1; strip: read again, leaders removed;

    decoded: the text was weighed against the lists on its lattice, so that no list is to pull it further; weakest: probability of
    the letter that is least sure."""

    text: str
    probability: float
    reader: str
    strip: bool = False
    decoded: Decoded | None = None
    weakest: float = 1.0

    @property
    def thai_digits_unsure(self) -> bool:
        """Tesseract's Thai alphabet lacks ๔ ๖ ๗ ๘ ๙: where it reads Thai digits, each may be another."""
        return self.reader.startswith(_TESSERACT) and has_thai_digits(self.text)


def votes(kind: str, place: Place, strips: Sequence[StripReading], reader: str, decoded: Decoded | None = None) -> tuple[Vote, ...]:
    """All readings of a field, the page's first. A strip read in an alphabet that cannot hold the answer has no vote."""
    free = text_of(place.chars)
    text = decoded.text if decoded else without_leaders(read_as(kind, free, place.lattices) or free)
    line = Vote(text, letter_probability(place.chars), reader, decoded=decoded, weakest=weakest_letter(place.chars))
    again = (Vote(without_leaders(s.text), s.probability, s.reader, strip=True) for s in strips if can_hold(kind, s))
    return (line, *again)


def can_hold(kind: str, strip: StripReading) -> bool:
    """The strip's alphabet has the characters that a value of this kind is written in."""
    if kind not in OWN_ALPHABET:
        return strip.alphabet in _WITH_THAI
    if OWN_ALPHABET[kind] == "digits":
        return strip.alphabet != "address"
    only_digits = digits(strip.text) != "" and not re.search(r"[^\W\d_]", strip.text)
    return strip.alphabet in ("address", "eng", "tha+eng") or (strip.alphabet == _NO_LATIN and only_digits)


def text_of(chars: Sequence[Char]) -> str:
    """The text, a space for a new line and for leaders in its midst; a single dot or dash in its midst is content."""
    out: list[str] = []
    last: Char | None = None
    for leader, run in groupby(chars, key=lambda char: char.leader):
        letters = list(run)
        if leader and len(letters) > 1:
            out.append(" ")
        for char in [] if leader and len(letters) > 1 else letters:
            out.append(" " + char.text if last is not None and _on_new_line(last, char) else char.text)
            last = char
    return "".join(out)


def letter_probability(chars: Sequence[Char]) -> float:
    """The geometric mean of the letters' probabilities, leaders and white space left out; 0 for none."""
    known = [max(c.probability, 1e-3) for c in chars if not c.leader and c.text.strip()]
    return math.exp(sum(map(math.log, known)) / len(known)) if known else 0.0


def weakest_letter(chars: Sequence[Char]) -> float:
    """The least probability of a letter, leaders and white space left out; 1 for none."""
    return min((c.probability for c in chars if not c.leader and c.text.strip()), default=1.0)


def _on_new_line(last: Char, char: Char) -> bool:
    return char.box.left < last.box.left and char.box.top >= (last.box.top + last.box.bottom) / 2
