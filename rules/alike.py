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
    "0oดอ", "l1i|!t", "5s", "8b", "e6c", "ิีึืั็", "ุู", "่้๊๋์", "-~=", "mn", "a@o", "cl", "rn", "vu", "gq9",
)  # fmt: skip
_LIKE = frozenset(a + b for group in _GROUPS for a in group for b in group if a != b)
_FIRST = {ord(letter): group[0] for group in reversed(_GROUPS) for letter in group}
MARK_COST, LIKE_COST, BREAK_COST = 0.35, 0.45, 1.6
LEAST_RATIO = 50.0  # of the letters' shapes in common, below which a label is not looked for


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch text[start:end] that may be the label. likeness: 1 for the same letters, 0 for nothing in common."""

    start: int
    end: int
    likeness: float


def weight(label: str) -> float:
    """How much a label's letters count together: a mark counts a third."""
    return sum(_loss(letter) for letter in label)


def matches(label: str, text: str, least: float) -> Iterator[Match]:
    """Every place where a stretch of `text` is like `label` with at least likeness `least`, best first, not overlapping."""
    if not label or partial_ratio(_shape(label), _shape(text), score_cutoff=LEAST_RATIO) == 0:
        return
    total = weight(label)
    found = sorted(_ends(label, text, (1 - least) * total), key=lambda m: (m[0], m[2]))
    taken: list[tuple[int, int]] = []
    for cost, start, end in found:
        if all(end <= s or start >= e for s, e in taken):
            taken.append((start, end))
            yield Match(start, end, 1 - cost / total)


@lru_cache(maxsize=8192)
def _shape(text: str) -> str:
    """The text without marks, look-alike letters made one."""
    return "".join(letter for letter in text if not _is_mark(letter)).translate(_FIRST)


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


@lru_cache(maxsize=4096)
def _loss(letter: str) -> float:
    """The cost of a letter too many or too few."""
    if letter == BREAK:
        return BREAK_COST
    return MARK_COST if _is_mark(letter) or letter == "-" else 1.0


def _ends(label: str, text: str, most: float) -> Iterator[tuple[float, int, int]]:
    """(cost, start, end) of the cheapest alignment for every end in `text` (Sellers 1980), where the cost is at most `most`.

    Of equally cheap ones the shortest. Plain lists and no helper in the inner loop: this is the busiest place of `rules`.
    """
    losses = [_loss(letter) for letter in label]
    costs, starts = [0.0], [0] * (len(label) + 1)
    for loss in losses:
        costs.append(costs[-1] + loss)
    for end, seen in enumerate(text, start=1):
        extra = _loss(seen)
        diagonal_cost, diagonal_start = costs[0], starts[0]
        above_cost, above_start = 0.0, end
        starts[0] = end
        for row, letter in enumerate(label, start=1):
            cost, start = diagonal_cost + _swap(letter, seen), diagonal_start
            if (other := costs[row] + extra) < cost:
                cost, start = other, starts[row]
            if (other := above_cost + losses[row - 1]) < cost:
                cost, start = other, above_start
            diagonal_cost, diagonal_start = costs[row], starts[row]
            costs[row], starts[row] = cost, start
            above_cost, above_start = cost, start
        if costs[-1] <= most and end > starts[-1]:
            yield costs[-1], starts[-1], end
