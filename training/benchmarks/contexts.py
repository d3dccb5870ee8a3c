"""Text in which each letter of the alphabet stands as it would on a form: in words, names, numbers, addresses, between signs."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from numpy.random import Generator, default_rng

from ocr.alphabet import LETTERS
from ocr.thai import normal_thai
from training.lines import texts
from training.lines.values import CONSONANTS, dictionary, word
from training.people import pick

VALUES = 6000  # that are made to find letters in
LATIN_WORDS = (
    *("Line ID", "E-mail", "FAX", "Facebook", "OFFICE", "PROVINCE", "Lamphun", "BANGKOK", "Bangkok", "UNIVERSITY", "Quality", "QUEEN"),
    *("Zone", "ZIP", "Xerox", "EXTRA", "JUNE", "Jira", "Yahoo", "YES", "Wi-Fi", "WORK", "Village", "VIP", "Google", "GENERAL", "Hotmail"),
    *("HEAD", "Kanda", "Room", "ROAD", "Tel", "TOTAL", "Mobile", "MAIL", "Nakhon", "NUMBER", "Update", "Data", "DATE", "Service", "STAFF"),
    *("Contact", "CENTER", "Agency", "AREA", "Project", "PAGE", "Information", "LINE", "Lampang", "Unit", "BUDGET", "Zoom", "Quick Q&A"),
    *("JPEG", "Junior", "Kiosk", "Max", "VAT", "Visit", "Yellow", "QR Code", "SMS", "Website", "DVD", "Excel", "Word", "Index", "Box"),
)
BETWEEN: dict[str, Callable[[str, str, int], str]] = {
    "(": lambda a, b, n: f"{a} ({b})",
    ")": lambda a, b, n: f"{n}) {a}",
    '"': lambda a, b, n: f'"{a}"',
    "'": lambda a, b, n: f"'{a}'",
    "&": lambda a, b, n: f"{a} & {b}",
    "+": lambda a, b, n: f"+66{n}",
    "#": lambda a, b, n: f"#{n}",
    "*": lambda a, b, n: f"*{a}",
    "%": lambda a, b, n: f"{a} {n}%",
    "=": lambda a, b, n: f"{a} = {n}",
    "!": lambda a, b, n: f"{a}!",
    "?": lambda a, b, n: f"{a}?",
    ";": lambda a, b, n: f"{a}; {b}",
    ":": lambda a, b, n: f"{a}: {b}",
    ",": lambda a, b, n: f"{a}, {b}" if n % 2 else f"{n},{n:03}",
    "/": lambda a, b, n: f"{n}/{n % 90}",
    "-": lambda a, b, n: f"{a}-{b}" if n % 2 else f"0-{n}-{n}",
}


def context(letter: str, rng: Generator) -> str:
    """A text that holds the letter (one of LETTERS, not white space)."""
    if letter in BETWEEN:
        return BETWEEN[letter](word(rng), word(rng), int(rng.integers(1, 999)))
    if letter in "ฺ๎":
        return _marked(letter, rng)
    return pick(rng, _holding()[letter])


def _marked(mark: str, rng: Generator) -> str:
    """A word with a mark of old spelling on a consonant that bears none and has another behind it (พุทฺธ, ส๎วากขาโต)."""
    while True:
        text = word(rng)
        places = [n for n in range(1, len(text)) if text[n - 1] in CONSONANTS and text[n] in CONSONANTS]
        if places:
            at = places[int(rng.integers(len(places)))]
            return text[:at] + mark + text[at:]


@lru_cache(maxsize=1)
def _holding() -> dict[str, tuple[str, ...]]:
    """Texts by the letters that they hold. Latin capitals only in words: alone, I and l look the same in many faces."""
    rng = default_rng(1)
    values = {texts.value(rng) for _ in range(VALUES)}
    plain = {text for text in values if not any(c.isascii() and c.isupper() for c in text)}
    chosen = sorted(text for text in {*plain, *dictionary(), *LATIN_WORDS} if normal_thai(text) == text and len(text) < 40)
    return {letter: tuple(text for text in chosen if letter in text) for letter in LETTERS if letter != " "}
