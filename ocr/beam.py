"""The likeliest text of a lattice and a letter model together: prefix beam search (Hannun and others, 2014)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ocr.alphabet import CLASS_OF, LETTERS
from ocr.lattice import NEVER_TWICE, Logs
from ocr.ngrams import EDGE, NGrams, after, start

BEAM = 8  # texts kept at each step
FAINT = 2e-3  # probability below which a letter is not tried
SURE = 0.999  # probability of the blank from which on nothing else is there
HOPELESS = 1e-4  # a text so much less likely than the best one is given up
WEIGHT = 0.3  # of the letter model's logarithms
BONUS = 0.8  # for each letter, against the model's liking for short texts
ONCE = frozenset(CLASS_OF[letter] for letter in NEVER_TWICE)


@dataclass(frozen=True, slots=True)
class Prior:
    """What is expected before the ink is seen. weight: of the model's logarithms; bonus: for each letter."""

    model: NGrams
    weight: float = WEIGHT
    bonus: float = BONUS

    def factor(self, context: int, letter: int) -> float:
        """For a letter (a class) in a context."""
        return math.exp(self.weight * self.model.log_probability(context, letter) + self.bonus) if self.weight else math.exp(self.bonus)

    def end(self, context: int) -> float:
        """For the text's end there."""
        return math.exp(self.weight * self.model.log_probability(context, EDGE)) if self.weight else 1.0


@dataclass(slots=True)
class Prefix:
    """A text so far. blank, letter: probability of its paths that end in the blank, in its last letter; prior: its factors."""

    letters: tuple[int, ...]
    context: int
    prior: float
    blank: float = 0.0
    letter: float = 0.0

    @property
    def worth(self) -> float:
        return (self.blank + self.letter) * self.prior


def best_text(logs: Logs, prior: Prior) -> str:
    """The likeliest text; where the lattice is sure, it is the lattice's own."""
    return likely_texts(logs, prior)[0]


def likely_texts(logs: Logs, prior: Prior) -> list[str]:
    """The likeliest text and up to BEAM - 1 others, best first."""
    beam = [Prefix((), start(), 1.0, blank=1.0)]
    for blank, letters in _rows(logs):
        beam = _next(beam, blank, letters, prior)
    beam.sort(key=lambda p: -p.worth * prior.end(p.context))
    return ["".join(LETTERS[n - 1] for n in prefix.letters) for prefix in beam]


def _rows(logs: Logs) -> Iterator[tuple[float, list[tuple[int, float]]]]:
    """Each step's probability of the blank, and of the letters that may stand there; of steps that are surely blank one in a row."""
    table = np.exp(logs)
    told = np.ones(len(table), bool)
    told[1:] = (table[1:, 0] < SURE) | (table[:-1, 0] < SURE)
    table = table[told]
    rows, columns = np.nonzero(table[:, 1:] > FAINT)
    ends = np.searchsorted(rows, np.arange(len(table) + 1)).tolist()
    found = list(zip((columns + 1).tolist(), table[rows, columns + 1].tolist(), strict=True))
    yield from ((blank, found[a:b]) for blank, a, b in zip(table[:, 0].tolist(), ends[:-1], ends[1:], strict=True))


def _next(beam: list[Prefix], blank: float, letters: list[tuple[int, float]], prior: Prior) -> list[Prefix]:
    found: dict[tuple[int, ...], Prefix] = {}
    for old in beam:
        _step(found, old, blank, letters, prior)
    kept = sorted(found.values(), key=lambda p: -p.worth)[:BEAM]
    least = kept[0].worth * HOPELESS
    kept = [prefix for prefix in kept if prefix.worth >= least]
    most = max(p.blank + p.letter for p in kept)
    for prefix in kept:
        prefix.blank, prefix.letter = prefix.blank / most, prefix.letter / most
    return kept


def _step(found: dict[tuple[int, ...], Prefix], old: Prefix, blank: float, letters: list[tuple[int, float]], prior: Prior) -> None:
    last = old.letters[-1] if old.letters else 0
    same = _held(found, old.letters, old.context, old.prior)
    same.blank += (old.blank + old.letter) * blank
    for letter, probability in letters:
        if letter == last:
            same.letter += (old.letter + (old.blank if letter in ONCE else 0.0)) * probability
            if letter in ONCE:
                continue
        came = old.blank if letter == last else old.blank + old.letter
        if came > 0.0:
            key = (*old.letters, letter)
            new = found.get(key) or _held(found, key, after(old.context, letter), old.prior * prior.factor(old.context, letter))
            new.letter += came * probability


def _held(found: dict[tuple[int, ...], Prefix], letters: tuple[int, ...], context: int, prior: float) -> Prefix:
    if letters not in found:
        found[letters] = Prefix(letters, context, prior)
    return found[letters]
