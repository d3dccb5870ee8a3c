"""The letters that our own reader knows: all of Thai, both sets of digits, ASCII."""

from __future__ import annotations

THAI = "".join(map(chr, [*range(0x0E01, 0x0E3B), *range(0x0E40, 0x0E4F)]))
THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
LATIN = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
SIGNS = " .,-_@()/:&+'\"#*%=!?;"
LETTERS = THAI + THAI_DIGITS + LATIN + SIGNS
"""Class n + 1 of the model is LETTERS[n]; class 0 is CTC's blank."""

CLASS_OF = {letter: number for number, letter in enumerate(LETTERS, start=1)}


def classes(text: str) -> list[int]:
    """The model's classes of a text. Raises KeyError for a letter outside the alphabet."""
    return [CLASS_OF[letter] for letter in text]


def text_of(numbers: list[int]) -> str:
    """The text of classes, blanks left out."""
    return "".join(LETTERS[number - 1] for number in numbers if number)
