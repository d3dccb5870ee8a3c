"""A value read once more off its lattice, with only the letters that its kind can hold: what the field is narrows what the ink may say."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ocr.alphabet import LATIN, THAI, THAI_DIGITS
from ocr.beam import Prior, best_text, likely_texts
from ocr.lattice import Lattice, Logs, only
from ocr.ngrams import NGrams
from rules.telephone import parse_numbers

ARABIC = "0123456789"
NUMBER_SIGNS = " -.,()/#+"
ADDRESS = frozenset(LATIN + THAI_DIGITS + "._-@+ ")  # with the white space, lest it be read as a letter; it is left out after
NAME = frozenset(THAI + " .-()")
PROSE = frozenset(THAI + THAI_DIGITS + ARABIC + " .,-()/:&'\"")
NUMBERS, ADDRESSES, NAMES = ("phone", "mobile", "number"), ("email", "line_id"), ("given_name", "surname")
EDGES = " ._-+"  # what a leader leaves before and behind an address, and no address begins or ends with
MOSTLY = 0.6  # share of a value's letters that must be of an alphabet before it is read in that one only


def read_as(kind: str, free: str, lattices: Sequence[Lattice]) -> str:
    """The value's best text in the alphabet of its kind; `free` (the reading in all letters) chooses it, and stands where nothing fits."""
    allowed = alphabet_of(kind, free)
    if allowed is None or not lattices:
        return free
    texts = [_text(kind, only(lattice.logs, allowed)) for lattice in lattices]
    if kind in ADDRESSES:
        return "".join(text.strip(EDGES).replace(" ", "") for text in texts)
    return " ".join(filter(None, (text.strip() for text in texts)))


def _text(kind: str, logs: Logs) -> str:
    """Letters have the letter model's say beside the ink, digits the numbering plan's: of what the ink may mean a number that there is."""
    if kind not in NUMBERS:
        return best_text(logs, Prior(NGrams.shipped()))
    texts = likely_texts(logs, Prior(NGrams.shipped(), weight=0.0, bonus=0.0))
    return next((text for text in texts if kind != "number" and parse_numbers(text).clean), texts[0])


def alphabet_of(kind: str, free: str, *, both_digits: bool = False) -> Collection[str] | None:
    """The letters that a value of this kind is read in, None for all. both_digits: a number may mix Thai and Arabic ones."""
    letters = [c for c in free if c.strip() and c not in NUMBER_SIGNS]
    if kind in NUMBERS:
        extension = {*"ต่อ"} if "ต" in free or "ต่" in free or "่อ" in free else set()
        return (
            {*(THAI_DIGITS + ARABIC if both_digits else _digits(letters)), *NUMBER_SIGNS, *extension}
            if _share(letters, ARABIC + THAI_DIGITS) >= MOSTLY / 2
            else None
        )
    if kind in ADDRESSES:
        return ADDRESS if _share(letters, ADDRESS) >= MOSTLY else None
    if _share(letters, THAI) < MOSTLY:
        return None
    return NAME if kind in NAMES else PROSE


def _digits(letters: Sequence[str]) -> str:
    """The set of digits that the writer uses; both where the reading does not say."""
    thai, arabic = (sum(c in digits for c in letters) for digits in (THAI_DIGITS, ARABIC))
    return THAI_DIGITS if arabic * 3 <= thai else ARABIC if thai * 3 <= arabic else THAI_DIGITS + ARABIC


def _share(letters: Sequence[str], alphabet: Collection[str]) -> float:
    return sum(c in alphabet for c in letters) / len(letters) if letters else 0.0
