"""Where a label stands in a misread line: the best alignment by edits, look-alike letters and lost marks costing less."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.fuzz import partial_ratio

from rules.dense import BREAK

_GROUPS = (
    "กถภฎฏฤ", "ขชซฃ", "คตดศฅฒ", "บปษ", "ผฝพฟฬ", "นมฉณฌ", "อฮ", "รธ", "วจ", "ลส", "ทฑห", "งว", "ยผ", "ำาๆ", "เแ", "ไใโ",
    "0oดอ", "l1iI|!t", "5s", "8b", "e6c", "ิีึืั็", "ุู", "่้๊๋์", "-~=", "mn", "a@o", "cl", "rn", "vu", "gq9",
)  # fmt: skip
_LIKE = frozenset(a + b for group in _GROUPS for a in group for b in group if a != b)
MARK_COST, LIKE_COST, BREAK_COST = 0.35, 0.45, 1.6
LEAST_RATIO = 45.0  # of partial_ratio, below which a label is not looked for


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch text[start:end] that may be the label. likeness: 1 for the same letters, 0 for nothing in common."""

    start: int
    end: int
    likeness: float


@lru_cache(maxsize=4096)
def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter) == "Mn"


@lru_cache(maxsize=65536)
def _swap(a: str, b: str) -> float:
    """The cost of reading b for a."""
    if a == b:
        return 0.0
    if BREAK in (a, b):
        return BREAK_COST
    if a + b in _LIKE:
        return 0.2 if _is_mark(a) and _is_mark(b) else LIKE_COST
    return MARK_COST if _is_mark(a) and _is_mark(b) else 1.0


def _loss(letter: str) -> float:
    """The cost of a letter too many or too few."""
    if letter == BREAK:
        return BREAK_COST
    return MARK_COST if _is_mark(letter) or letter == "-" else 1.0


def weight(label: str) -> float:
    """How much a label's letters count together: a mark counts a third."""
    return sum(_loss(letter) for letter in label)


def matches(label: str, text: str, least: float) -> Iterator[Match]:
    """Every place where a stretch of `text` is like `label` with at least likeness `least`, best first, not overlapping."""
    if not label or partial_ratio(label, text) < LEAST_RATIO:
        return
    total = weight(label)
    found = sorted(_ends(label, text, (1 - least) * total), key=lambda m: (m[0], m[2]))
    taken: list[tuple[int, int]] = []
    for cost, start, end in found:
        if all(end <= s or start >= e for s, e in taken):
            taken.append((start, end))
            yield Match(start, end, 1 - cost / total)


def _ends(label: str, text: str, most: float) -> Iterator[tuple[float, int, int]]:
    """(cost, start, end) of the cheapest alignment for every end in `text` (Sellers 1980), where the cost is at most `most`."""
    column: list[tuple[float, int]] = [(0.0, 0)]
    for letter in label:
        column.append((column[-1][0] + _loss(letter), 0))
    for end, seen in enumerate(text, start=1):
        new: list[tuple[float, int]] = [(0.0, end)]
        for row, letter in enumerate(label, start=1):
            swap, drop, extra = column[row - 1], new[row - 1], column[row]
            new.append(
                min(
                    (swap[0] + _swap(letter, seen), -swap[1]),
                    (drop[0] + _loss(letter), -drop[1]),
                    (extra[0] + _loss(seen), -extra[1]),
                )
            )
            new[row] = (new[row][0], -new[row][1])
        column = new
        cost, start = column[-1]
        if cost <= most and end > start:
            yield cost, start, end
