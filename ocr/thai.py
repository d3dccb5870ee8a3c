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


# Private letters in which old Thai typefaces keep their shifted and lowered forms, and PDFs their text.
_PRIVATE_FORMS = {0xF700: "ฐ\u0e34\u0e35\u0e36\u0e37\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e48\u0e49\u0e4a\u0e4b\u0e4cญ"}
_PRIVATE_FORMS |= {0xF710: "\u0e31\u0e4d\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e38\u0e39\u0e3a"}
_PRIVATE = str.maketrans({first + n: letter for first, letters in _PRIVATE_FORMS.items() for n, letter in enumerate(letters)})
_VOWEL_MARKS = "\u0e31\u0e34-\u0e39\u0e47"
_MARKS_TOGETHER = re.compile(f"[{_TONES}\u0e4c{_VOWEL_MARKS}]{{2,}}")
_HANGING = re.compile(f"[ \u00a0]+(?=[\u0e30\u0e32\u0e33\u0e45{_VOWEL_MARKS}{_TONES}\u0e4c\u0e4d])|(?<=[\u0e40-\u0e44])[ \u00a0]+")
# Frequent words of forms and letters as they look when sara am lost its ring.
_RINGLESS = re.compile("ตาแหน่ง|สานัก|ลาพูน|อาเภอ|ตาบล|จานวน|ชานาญ|กาหนด|ดาเนิน|ประจา|นาส่ง|คานาหน้า")


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


def mended_thai(text: str) -> str:
    """Text out of a file as it was meant: private letters made public, marks in their order, no space before one, sara am whole."""
    text = _HANGING.sub("", text.translate(_PRIVATE))
    return normal_thai(_MARKS_TOGETHER.sub(lambda m: "".join(sorted(m[0], key=_above_vowels)), text))


def _above_vowels(mark: str) -> int:
    """In which order marks on one letter are written: vowels, tones, the silencing mark."""
    return 2 if mark == "\u0e4c" else int(mark in _TONES)


def lost_rings(text: str) -> bool:
    """Whether sara am became sara aa throughout: words that have it stand there without, and none stands there with it."""
    return SARA_AM not in text and NIKHAHIT not in text and _RINGLESS.search(text) is not None


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
