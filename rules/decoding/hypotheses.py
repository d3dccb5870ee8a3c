"""What may stand in one field: texts, each with its prior and what the ink says of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from ocr.beam import Prior
from ocr.lattice import Lattice
from ocr.ngrams import NGrams
from rules.decoding.index import Entry
from rules.decoding.ink import Ink, compact
from rules.decoding.known import Known, addresses, retitled
from rules.decoding.priors import IN_LIST, LISTED, NEIGHBOURS, NUMBERS, SILENT, key_of, letters_prior, like, total_prior
from rules.reread import ADDRESSES, alphabet_of
from rules.text import without_leaders


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A text that may be what is written. key: compact; means: what all ways to write the same share; total: logarithm of prior times
    likelihood; seen: of the likelihood alone."""

    text: str
    key: str
    means: str
    known: bool
    total: float
    seen: float


@dataclass(frozen=True, slots=True)
class Field:
    """A field's hypotheses, each key once. read: the compact reading that no list had a say in."""

    kind: str
    ink: Ink
    read: str
    found: tuple[Hypothesis, ...]

    def posterior(self) -> NDArray[np.float64]:
        """Logarithms, in the order of the hypotheses."""
        totals = np.array([h.total for h in self.found])
        return np.asarray(totals - np.logaddexp.reduce(totals))


def field_of(
    kind: str, free: str, lattices: Sequence[Lattice], known: Known, favoured: Mapping[str, float] = MappingProxyType({})
) -> Field | None:
    """What may stand in a field; None where its reading is in letters that no such value has. free: the reading in all letters.

    favoured: logarithms by which agencies of these codes are likelier.
    """
    allowed = alphabet_of(kind, free, both_digits=True)
    if not lattices or allowed is None:
        return None
    ink = Ink.of(lattices, allowed, SILENT if kind in NUMBERS else "")
    readings = [text for text in dict.fromkeys(map(_clean(kind), _readings(kind, ink))) if key_of(kind, text)]
    if not readings:
        return None
    read = key_of(kind, readings[0])
    if kind == "given_name":
        readings += retitled(read)
    entries = known.near(kind, read) if kind != "email" else addresses(map(compact, readings))
    return Field(kind, ink, read, scored(kind, ink, entries, readings, known.size(kind), favoured))


def scored(
    kind: str, ink: Ink, entries: Iterable[Entry], readings: Iterable[str], size: int, favoured: Mapping[str, float]
) -> tuple[Hypothesis, ...]:
    """Entries and free readings as hypotheses; a reading that an entry says too is left out. size: of the list that the entries are of."""
    listed = math.log(IN_LIST.get(kind, 0.5) / max(1, size))
    known = {
        e.key: (
            e.text,
            e.means,
            True,
            total_prior(kind, e.text, e.key, listed + letters_prior(kind, e.free)) + LISTED + favoured.get(e.means, 0.0),
        )
        for e in entries
    }
    free = {key_of(kind, text): text for text in reversed(list(readings))}
    found = known | {key: (text, key, False, _free_prior(kind, text, key, known)) for key, text in free.items() if key not in known}
    optical = ink.score(list(found))
    return tuple(
        Hypothesis(text, key, means, listed, prior + float(seen), float(seen))
        for (key, (text, means, listed, prior)), seen in zip(found.items(), optical, strict=True)
    )


def _free_prior(kind: str, text: str, key: str, known: Mapping[str, tuple[str, str, bool, float]]) -> float:
    """Of a text that no list has: by its letters; an agency also as one that is called like a known one but for a word."""
    plain = total_prior(kind, text, key, math.log(1 - IN_LIST.get(kind, 0.0)) + letters_prior(kind, key))
    if kind != "agency":
        return plain
    return max([plain, *(known[near][3] + like(key, near) for near in list(known)[:NEIGHBOURS])])


def more(field: Field, added: Sequence[tuple[str, str]]) -> Field:
    """With further free texts (text, what it means), such as another field's."""
    new = {key_of(field.kind, text): (text, means) for text, means in added if key_of(field.kind, text)}
    new = {key: row for key, row in new.items() if key not in {h.key for h in field.found}}
    optical = field.ink.score(list(new))
    rows = [
        Hypothesis(text, key, means, False, float(seen) + total_prior(field.kind, text, key, letters_prior(field.kind, key)), float(seen))
        for (key, (text, means)), seen in zip(new.items(), optical, strict=True)
    ]
    return replace(field, found=(*field.found, *rows))


def _readings(kind: str, ink: Ink) -> list[str]:
    if kind not in NUMBERS:
        return ink.readings()
    digits = Prior(NGrams.shipped(), weight=0.0, bonus=0.0)
    return [*ink.readings(digits), *ink.flowing_readings(digits)]


def _clean(kind: str) -> Callable[[str], str]:
    if kind in ADDRESSES:
        return lambda text: text.strip(" ._-+").replace(" ", "")
    return without_leaders
