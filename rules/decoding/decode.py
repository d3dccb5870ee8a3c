"""A form's fields decided on their lattices: known texts and free ones scored against the ink, prior times likelihood.

Fields that often say the same speak to each other: what one holds likely is likelier in the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from rapidfuzz.distance import Levenshtein

from ocr.lattice import Lattice
from rules.decoding.hypotheses import Field, field_of
from rules.decoding.known import Known
from rules.decoding.together import heard

SURE = 30.0  # log-odds where nothing else was possible


@dataclass(frozen=True, slots=True)
class Decoded:
    """text: as it is written; known: it is of a list; odds: log-odds against all that means something else; edits: letters by which
    it differs from what was read freely; heard: of the log-odds, what other fields gave; others: further texts, best first."""

    text: str
    known: bool
    odds: float
    edits: int
    heard: float = 0.0
    others: tuple[str, ...] = ()


def decode(
    kinds: Mapping[str, str],
    free: Mapping[str, str],
    lattices: Mapping[str, Sequence[Lattice]],
    known: Known,
    favoured: Mapping[str, float] = MappingProxyType({}),
) -> dict[str, Decoded]:
    """What stands in the fields, by name; fields whose letters no value of their kind has are not named.

    kinds: by name, in the form's order; free: their readings in all letters; lattices: of their ink; favoured: by code of an agency,
    the logarithm by which it is likelier for who sent the form.
    """
    own = {name: favoured if kind == "agency" else {} for name, kind in kinds.items()}
    fields = {name: field_of(kind, free[name], lattices[name], known, own[name]) for name, kind in kinds.items() if lattices.get(name)}
    apart = {name: field for name, field in fields.items() if field is not None}
    return {name: _best(apart[name], field) for name, field in heard(apart).items()}


def _best(apart: Field, field: Field) -> Decoded:
    totals = np.array([h.total for h in field.found])
    order = np.argsort(-totals)
    best = field.found[int(order[0])]
    others = dict.fromkeys(field.found[int(n)].text for n in order[1:] if field.found[int(n)].means != best.means)
    odds = _odds(field, best.means)
    return Decoded(best.text, best.known, odds, Levenshtein.distance(best.key, field.read), odds - _odds(apart, best.means), tuple(others))


def _odds(field: Field, means: str) -> float:
    """Log-odds of what has this meaning against the rest."""
    mine = [h.total for h in field.found if h.means == means]
    rest = [h.total for h in field.found if h.means != means]
    if not mine or not rest:
        return SURE if mine else -SURE
    return float(np.clip(np.logaddexp.reduce(mine) - np.logaddexp.reduce(rest), -SURE, SURE))
