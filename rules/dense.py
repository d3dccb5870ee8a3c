"""The letters of a line that labels are matched by, and the way back to its characters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ocr.types import Char, Line

BREAK = "\u241e"
"""Stands where a leader or a wide white space parts the line."""

WIDE = 1.0  # line heights of white space that part a line
_SAME = {"\u0e40\u0e40": "\u0e41", "\u0e4d\u0e32": "\u0e33"}
_IGNORED = frozenset(" .,:;·•…_\u200b\u00a0'\"“”‘’|!`~")
_DASHES = str.maketrans("–—−‐‑", "-----")
_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


@dataclass(frozen=True)
class Dense:
    """`text`: the line without white space, points and leaders, in small letters and Arabic digits, `BREAK` where it is parted.

    at: for each letter of `text` the index of its character in the line; a break has the index of what follows it.
    """

    text: str
    at: tuple[int, ...]


def spaced(chars: Sequence[Char]) -> str:
    """The text of some characters of a line, a white space for each piece of leader."""
    return "".join(" " if char.leader else char.text for char in chars)


@lru_cache(maxsize=8192)
def dense_text(text: str) -> str:
    """A label or title as letters to match by: the same spelling as `dense` gives a line."""
    for two, one in _SAME.items():
        text = text.replace(two, one)
    text = text.lower().translate(_DASHES).translate(_THAI_DIGITS)
    return "".join(c for c in text if c not in _IGNORED)


def dense(line: Line) -> Dense:
    """The line's letters to match labels by. White space wider than the line is high, and leaders, part it."""
    letters: list[str] = []
    at: list[int] = []
    parted, wide = False, WIDE * min(line.box.bottom - line.box.top, 1.6 * _height(line))
    for number, char in enumerate(line.chars):
        if char.leader or (char.text.isspace() and char.box.right - char.box.left > wide):
            parted = True
            continue
        for letter in dense_text(char.text):
            if parted and letters:
                letters.append(BREAK)
                at.append(number)
            parted = False
            letters.append(letter)
            at.append(number)
    return Dense("".join(letters), tuple(at))


def _height(line: Line) -> float:
    """A guess of the letters' height: the median width of the characters, which are about as wide as high."""
    widths = sorted(c.box.right - c.box.left for c in line.chars if not c.leader and not c.text.isspace() and c.box.right > c.box.left)
    return 1.2 * widths[len(widths) // 2] if widths else line.box.bottom - line.box.top
