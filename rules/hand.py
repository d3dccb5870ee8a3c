"""Is a value typed or written by hand? Judged by the reader's letters alone; whoever sees the ink may know better."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import pstdev

from ocr.types import Char
from rules.votes import letter_probability

_UNEVEN = 0.2
_SURE = 0.9
_FEW = 4


def looks_handwritten(chars: Sequence[Char]) -> bool:
    """The letters dance about their base line, or a reader of print is not sure of them. In doubt by hand: that asks more of a value."""
    letters = [c for c in chars if not c.leader and c.text.strip()]
    if not letters:
        return False
    height = sum(c.box.bottom - c.box.top for c in letters) / len(letters)
    uneven = len(letters) >= _FEW and height > 0 and pstdev(c.box.bottom for c in letters) / height > _UNEVEN
    return uneven or letter_probability(chars) < _SURE
