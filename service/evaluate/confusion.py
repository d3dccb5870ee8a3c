"""Which letters are taken for which: a read text laid against the written one with as few edits as can be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest

from rapidfuzz.distance import Levenshtein

NOTHING = ""
Pair = tuple[str, str]
"""Written letter, read letter. NOTHING as the second: it was left out; as the first: a letter was put in."""


def aligned(written: str, read: str) -> Iterator[Pair]:
    """The letters of both, side by side; as many unequal pairs as the texts are edits apart."""
    for part in Levenshtein.opcodes(written, read):
        yield from zip_longest(written[part.src_start : part.src_end], read[part.dest_start : part.dest_end], fillvalue=NOTHING)


def confused(pairs: Counter[Pair]) -> list[tuple[Pair, int]]:
    """The unequal pairs, the most frequent first."""
    return [(pair, count) for pair, count in pairs.most_common() if pair[0] != pair[1]]


def edits(pairs: Counter[Pair]) -> int:
    """How many edits lie between what was written and what was read."""
    return sum(count for _, count in confused(pairs))


def most_confused(pairs: Counter[Pair], most: int) -> list[str]:
    """The letters that take part in most confusions, in the order of the alphabet."""
    involved: Counter[str] = Counter()
    for pair, count in confused(pairs):
        for letter in pair:
            involved[letter] += count if letter else 0
    return sorted(letter for letter, count in involved.most_common(most) if count)
