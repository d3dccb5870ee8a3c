"""Text as the rules compare and keep it: white space, sara am, sara ae, digits, leaders, blanks."""

from __future__ import annotations

import re
import unicodedata

THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
_TO_ARABIC = str.maketrans(THAI_DIGITS, "0123456789")
_NIKHAHIT_AA = re.compile(r"\u0e4d([\u0e48-\u0e4b]*)\u0e32")
_LEADER = r"[.\u2024-\u2026\u00b7_]"
_HEAD = re.compile(rf"^(?:{_LEADER}\s*){{2,}}|^\.\s*|^{_LEADER}\s+")
_TAIL = re.compile(rf"(?:\s*{_LEADER}){{2,}}$|\s*\.$|\s+{_LEADER}$")
_ABBREVIATION = re.compile(r"(?:^|[\s\d])(?:(?:[ก-ฮ]{1,3}\.)+[ก-ฮ]{1,3}|ดร|ผศ|รศ|ศ|นพ|พญ)$")
_INSIDE = re.compile(r"(?:\s*[.\u2024-\u2026\u00b7]){2,}\s*(?=\S)")
_BLANK = re.compile(r"[\s\-\u2010-\u2015\u2212_.\u2024-\u2026\u00b7]*")
_MARKS = re.compile(r"[\u0e30-\u0e3a\u0e45\u0e47-\u0e4e]")


def fold(text: str) -> str:
    """The text in one spelling: NFC, ํา as ำ, เเ as แ, runs of white space as one space, no invisible characters."""
    shown = "".join(c for c in text if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf"))
    joined = _NIKHAHIT_AA.sub("\\1\u0e33", unicodedata.normalize("NFC", shown)).replace("เเ", "แ")
    return " ".join(joined.split())


def arabic_digits(text: str) -> str:
    """Thai digits as Arabic ones; everything else as it was."""
    return text.translate(_TO_ARABIC)


def has_thai_digits(text: str) -> bool:
    return any(c in THAI_DIGITS for c in text)


def digits(text: str) -> str:
    """Only the digits, as Arabic ones."""
    return re.sub(r"[^0-9]", "", arabic_digits(text))


def without_leaders(text: str) -> str:
    """The folded text without the dots and rules at its ends, and a space for rows of dots inside.

    The last dot of an abbreviation (`ร.ต.`) stays.
    """
    body = fold(text)
    while body != (shorter := _cut(body)):
        body = shorter
    return body


def _cut(body: str) -> str:
    body = _HEAD.sub("", body, count=1)
    body = fold(_INSIDE.sub(_as_space, body))
    tail = _TAIL.search(body)
    if tail is None:
        return body.strip()
    kept = body[: tail.start()]
    dotted = tail.group().lstrip().startswith(".") and _ABBREVIATION.search(kept)
    return (kept + "." if dotted else kept).strip()


def _as_space(row: re.Match[str]) -> str:
    dotted = row.group().lstrip().startswith(".") and _ABBREVIATION.search(row.string[: row.start()])
    return ". " if dotted else " "


def is_blank(text: str) -> bool:
    """Nothing is written: no characters, only leaders, or only dashes."""
    return _BLANK.fullmatch(fold(text)) is not None


def key(text: str) -> str:
    """What two spellings of the same text share: folded, no white space, Arabic digits, small letters."""
    return fold(arabic_digits(fold(text)).lower().replace(" ", ""))


def starts_inside_a_syllable(text: str) -> bool:
    """The text begins with a sign that can only follow a consonant, so nothing may be cut off before it."""
    return _MARKS.match(text) is not None


def is_thai_word(text: str) -> bool:
    """Thai letters and signs only, no digits."""
    return re.fullmatch(r"[\u0e01-\u0e3a\u0e40-\u0e4e]+", text) is not None
