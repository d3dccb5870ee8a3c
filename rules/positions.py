"""Positions: titles of the civil service, local government, police and state enterprises, with their levels."""

from __future__ import annotations

from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from rules.grammar import MOST_CANDIDATES, Parsed
from rules.lists import Lists
from rules.text import key, without_leaders

_LETTERS_A_MISREADING = 7
"""One letter in so many may be misread where a position is still taken for a listed one."""


def parse_position(text: str, lists: Lists | None, take_near: bool = True) -> Parsed:
    """The position as written. One that is all but a listed one, and no other, is taken for that (`take_near`) and doubted."""
    read = without_leaders(text)
    if lists is None or not read:
        return Parsed(read, read, 0.6)
    known = _by_key(lists.positions)
    wanted = key(read)
    if wanted in known:
        return Parsed(read, read, 1.0, ("position-list",))
    best = process.extract(wanted, known.keys(), scorer=Levenshtein.distance, score_cutoff=max(2, len(wanted) // 5), limit=MOST_CANDIDATES)
    near = tuple(known[hit[0]] for hit in best)
    if take_near and best and best[0][1] <= max(1, len(wanted) // _LETTERS_A_MISREADING) and (len(best) < 2 or best[1][1] > best[0][1] + 1):
        return Parsed(near[0], read, 0.8, ("position-near",), candidates=(read, *near[1:]))
    return Parsed(read, read, 0.5, candidates=near)


@cache
def _by_key(positions: tuple[str, ...]) -> dict[str, str]:
    return {key(position): position for position in positions}
