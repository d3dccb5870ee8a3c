"""The decision of one field: known texts and free readings, each scored against the ink, prior times likelihood."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from ocr.alphabet import CLASS_OF
from ocr.beam import BONUS, WEIGHT
from ocr.lattice import Lattice
from ocr.ngrams import EDGE, NGrams, after, start
from rules.decoding.ink import Ink, compact
from rules.decoding.known import Known
from rules.reread import alphabet_of
from rules.text import without_leaders

IN_LIST = {"agency": 0.85, "text": 0.7, "given_name": 0.85, "surname": 0.35, "position": 0.7, "email": 0.5}
"""How many values of a kind stand in its list, before the ink is seen."""
MOST_FREE = 8


@dataclass(frozen=True, slots=True)
class Decoded:
    """text: as it is written; known: it is of a list; odds: log-odds against all other texts that were scored; edits: letters by
    which it differs from what was read freely; others: further texts, the likeliest first."""

    text: str
    known: bool
    odds: float
    edits: int
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A text that may be what is written. means: what all ways to write the same share; prior: logarithm."""

    text: str
    key: str
    means: str
    known: bool
    prior: float


def decode(kind: str, free: str, lattices: Sequence[Lattice], known: Known) -> Decoded | None:
    """What stands in a field; None for kinds of which nothing is known, and for a reading in letters that no such value has.

    free: the reading in all letters, which chooses the alphabet.
    """
    allowed = alphabet_of(kind, free)
    if kind not in IN_LIST or not lattices or allowed is None:
        return None
    ink = Ink.of(lattices, allowed)
    readings = [text for text in map(without_leaders, ink.readings()) if compact(text)][:MOST_FREE]
    if not readings:
        return None
    return _best(_hypotheses(kind, readings, known), ink, compact(readings[0]))


def _hypotheses(kind: str, readings: Sequence[str], known: Known) -> list[Hypothesis]:
    listed = math.log(IN_LIST[kind] / max(1, known.size(kind)))
    found = {e.key: Hypothesis(e.text, e.key, e.means, True, listed) for e in known.near(kind, compact(readings[0])) if e.key}
    unlisted = math.log(1 - IN_LIST[kind])
    for text in readings:
        key = compact(text)
        found.setdefault(key, Hypothesis(text, key, key, False, unlisted + letters_prior(key)))
    return list(found.values())


def letters_prior(text: str) -> float:
    """The letter model's natural logarithm for a text."""
    model, context, total = NGrams.shipped(), start(), 0.0
    for letter in text:
        total += model.log_probability(context, CLASS_OF.get(letter, EDGE))
        context = after(context, CLASS_OF.get(letter, EDGE))
    return total + model.log_probability(context, EDGE)


def _best(found: Sequence[Hypothesis], ink: Ink, read: str) -> Decoded:
    totals = ink.score([h.key for h in found]) + np.array([WEIGHT * h.prior + BONUS * len(h.key) for h in found])
    order = np.argsort(-totals)
    best = found[int(order[0])]
    others = dict.fromkeys(found[int(n)].text for n in order[1:] if found[int(n)].means != best.means)
    odds = _odds(totals, np.array([h.means == best.means for h in found]))
    return Decoded(best.text, best.known, odds, Levenshtein.distance(best.key, read), tuple(others))


def _odds(totals: NDArray[np.float64], mine: NDArray[np.bool_]) -> float:
    """Log-odds of the texts marked against the rest."""
    rest = totals[~mine]
    return float(np.logaddexp.reduce(totals[mine]) - np.logaddexp.reduce(rest)) if len(rest) else 30.0
