"""Thai text as readers give it, brought to one spelling."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

NIKHAHIT, SARA_AA, SARA_AM = "\u0e4d", "\u0e32", "\u0e33"
_TONES = "\u0e48\u0e49\u0e4a\u0e4b"
_AM = re.compile(f"{NIKHAHIT}([{_TONES}]?){SARA_AA}|([{_TONES}]){NIKHAHIT}{SARA_AA}")
MARKS = frozenset("\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3a\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e4e")
"""Vowels and tone marks above and below a consonant: they take no place of their own in the line."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character on a strip. left, right: pixels from the strip's left edge; starts_word: the reader parted it from the one before."""

    text: str
    left: float
    right: float
    probability: float
    starts_word: bool = False


def normal_thai(text: str) -> str:
    """Sara am as one character (its tone mark before it), two sara e as sara ae; all else unchanged."""
    return _AM.sub(lambda m: (m[1] or m[2] or "") + SARA_AM, text).replace("\u0e40\u0e40", "\u0e41")


def is_thai(text: str) -> bool:
    """Whether the first character is of the Thai block."""
    return bool(text) and "\u0e00" <= text[0] <= "\u0e7f"


def thai_glyphs(glyphs: Sequence[Glyph]) -> tuple[Glyph, ...]:
    """The glyphs with nikhahit and sara aa made sara am, two sara e made sara ae, places joined."""
    out: list[Glyph] = []
    for glyph in glyphs:
        if glyph.text == SARA_AA and (at := _nikhahit(out)) is not None:
            gone = out.pop(at)
            out.append(_joined(gone, glyph, SARA_AM))
        elif glyph.text == "\u0e40" and out and out[-1].text == "\u0e40":
            out.append(_joined(out.pop(), glyph, "\u0e41"))
        else:
            out.append(glyph)
    return tuple(out)


def _nikhahit(out: Sequence[Glyph]) -> int | None:
    """Where the nikhahit stands that an aa now makes sara am: last, or before or after one tone mark."""
    if out and out[-1].text == NIKHAHIT:
        return len(out) - 1
    return len(out) - 2 if len(out) >= 2 and out[-2].text == NIKHAHIT and out[-1].text in _TONES else None


def _joined(first: Glyph, second: Glyph, text: str) -> Glyph:
    return replace(
        first,
        text=text,
        left=min(first.left, second.left),
        right=max(first.right, second.right),
        probability=min(first.probability, second.probability),
    )
