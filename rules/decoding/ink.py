"""A field's ink as the decoder asks it: how likely is it that just this is written here?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ocr.alphabet import CLASS_OF, THAI_DIGITS
from ocr.beam import Prior, likely_texts
from ocr.lattice import NEVER, Lattice, Logs, best_path, only
from ocr.ngrams import NGrams
from ocr.scores import scores, taken_for
from rules.text import arabic_digits, fold

BLANK = 0
STRAY = " ._-"  # what a leader leaves before and behind a value
DIGITS = tuple((CLASS_OF[thai], CLASS_OF[str(n)]) for n, thai in enumerate(THAI_DIGITS))


def compact(text: str) -> str:
    """A text as it is scored: folded, without white space, in Arabic digits."""
    return arabic_digits(fold(text)).replace(" ", "")


@dataclass(frozen=True, slots=True)
class Ink:
    """logs: of the value's lines one behind the other, in the letters of its kind; flowing: the same, white space and strays at its ends
    taken for nothing, Thai digits for Arabic ones."""

    logs: Logs
    flowing: Logs

    @classmethod
    def of(cls, lattices: Sequence[Lattice], allowed: Collection[str], silent: str = "") -> Ink:
        """silent: further letters that say nothing in values of the kind, such as the hyphens of a number."""
        logs = _joined([only(lattice.logs, allowed) for lattice in lattices])
        plain = taken_for(logs, [*DIGITS, *((CLASS_OF[c], BLANK) for c in " " + silent)])
        return cls(logs, _without_strays(logs, plain))

    def score(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Natural logarithms; of compact texts."""
        return scores(self.flowing, texts)

    def readings(self, prior: Prior | None = None) -> list[str]:
        """The likeliest free texts, best first. prior: of letters, by default the shipped letter model's."""
        return likely_texts(self.logs, prior or Prior(NGrams.shipped()))

    def flowing_readings(self, prior: Prior) -> list[str]:
        """The same of letters alone, whatever parts them."""
        return likely_texts(self.flowing, prior)


def _joined(parts: Sequence[Logs]) -> Logs:
    """Line after line; what parts them is a white space."""
    between = np.full((3, parts[0].shape[1]), NEVER, np.float32)
    between[[0, 2], BLANK] = 0.0
    between[1, CLASS_OF[" "]] = 0.0
    return np.concatenate([row for part in parts for row in (between, part)][1:])


def _without_strays(logs: Logs, plain: Logs) -> Logs:
    """Dots and dashes before the first letter and behind the last one are the leader's."""
    text, steps, _ = best_path(logs)
    letters = [n for n, letter in enumerate(text) if letter not in STRAY]
    if not letters:
        return plain
    first, last = steps[letters[0]].first, steps[letters[-1]].last + 1
    quiet = taken_for(plain, [(CLASS_OF[c], BLANK) for c in STRAY if c != " "])
    return np.concatenate([quiet[:first], plain[first:last], quiet[last:]])
