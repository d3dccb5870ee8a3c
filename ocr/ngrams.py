"""How likely a letter is after those before it: an n-gram model of letters, interpolated (Witten and Bell, 1991).

It holds no words, only what letters follow each other: it knows that วิชากจร is no Thai, and says nothing of whether a name is in a list.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np

from ocr.alphabet import CLASS_OF

FILE = Path(__file__).with_name("ngrams.npz")
ORDER = 5
EDGE = 0  # the class of the text's edges
BITS = 8  # of a class within a key
MOST_ASKED = 200_000  # answers that are kept: a beam asks the same again and again
RARE = -9.0  # natural logarithm of the probability of a letter that was never seen


@dataclass(frozen=True, slots=True)
class NGrams:
    """Natural logarithms by key: the classes of a context and of a letter, BITS each, the letter last, above a leading 1.

    seen: of letters after contexts; unseen: by context, what the probability of a shorter context is weighed with; asked: answers given.
    """

    seen: Mapping[int, float]
    unseen: Mapping[int, float]
    asked: dict[int, float] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    @lru_cache(maxsize=1)
    def shipped(cls) -> NGrams:
        """The model that goes with the reader."""
        with np.load(FILE) as file:
            seen = dict(zip(file["seen"].tolist(), file["seen_logs"].astype(float).tolist(), strict=True))
            unseen = dict(zip(file["unseen"].tolist(), file["unseen_logs"].astype(float).tolist(), strict=True))
        return cls(seen, unseen)

    def log_probability(self, context: int, letter: int) -> float:
        """context: a key as `after` gives it; letter: a class, EDGE for the end."""
        key = context << BITS | letter
        known = self.asked.get(key)
        if known is None:
            if len(self.asked) > MOST_ASKED:
                self.asked.clear()
            known = self.asked[key] = self._log_probability(context, letter)
        return known

    def _log_probability(self, context: int, letter: int) -> float:
        weight = 0.0
        while True:
            found = self.seen.get(context << BITS | letter)
            if found is not None:
                return weight + found
            if context == 1:
                return weight + RARE
            weight += self.unseen.get(context, 0.0)
            context = shorter(context)


def start() -> int:
    """The context at a text's beginning."""
    return key_of([EDGE])


def after(context: int, letter: int) -> int:
    """The context that the next letter stands in."""
    longer = context << BITS | letter
    return longer if longer.bit_length() <= BITS * (ORDER - 1) + 1 else shorter(longer)


def shorter(key: int) -> int:
    """Without its first class."""
    room = key.bit_length() - 1 - BITS
    return 1 << room | key & ((1 << room) - 1)


def key_of(classes: Sequence[int]) -> int:
    """The key of some classes in a row."""
    key = 1
    for one in classes:
        key = key << BITS | one
    return key


def classes_of(text: str) -> list[int]:
    """The classes of a text with its edges. Raises KeyError for a letter outside the alphabet."""
    return [EDGE, *(CLASS_OF[letter] for letter in text), EDGE]
