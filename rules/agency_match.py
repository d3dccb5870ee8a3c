"""Which agency of the roster does a text name? Exactly by any of its names, else the nearest one, with its margin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from rules.agency_names import agency_key
from rules.roster import Agency, Roster

LIKELY = 0.85
"""From this likeness on, single letters may be misread."""
POSSIBLE = 0.6
"""A text that is read badly is still most likely the nearest name, if no other is near."""
MARGIN = 0.04
WIDE_MARGIN = 0.15
_BADLY_READ = 0.7
_WORD = 3
"""So many letters changed side by side are another word, not misread letters (ลำปาง, ลำพูน)."""
_SHORTLIST = 12


@dataclass(frozen=True, slots=True)
class AgencyMatch:
    """The nearest agency. written: the name or alias that is like the text; score: likeness, 0 to 1 (1: exactly by a name);

    margin: how much less like the next agency is (0: the name stands for several); next_names: of the further ones.
    """

    code: str
    name: str
    written: str
    score: float
    margin: float
    another_word: bool = False
    next_names: tuple[str, ...] = ()

    @property
    def exact(self) -> bool:
        return self.score == 1 and self.margin > 0

    def likely(self, letter_probability: float) -> bool:
        """The text most likely names this agency, though not letter by letter."""
        if self.margin <= 0:
            return False
        if self.score >= LIKELY and self.margin >= MARGIN and not self.another_word:
            return True
        return letter_probability < _BADLY_READ and self.score >= POSSIBLE and self.margin >= WIDE_MARGIN


def match_agency(text: str, roster: Roster) -> AgencyMatch | None:
    """The nearest agency, None for a text that is like none. Says nothing on whether it may be accepted."""
    wanted = agency_key(text)
    if not wanted:
        return None
    near = list(_nearest(wanted, roster))
    if not near:
        return None
    (score, key, agency), *others = near
    margin = score - (others[0][0] if others else 0.0)
    names = tuple(other.name for _, _, other in others)
    written = next(name for name in agency.names() if agency_key(name) == key)
    return AgencyMatch(agency.code, agency.name, written, score, margin, _another_word(wanted, key), names)


def _nearest(wanted: str, roster: Roster) -> Iterator[tuple[float, str, Agency]]:
    """The nearest agencies with their scores and keys, each agency once."""
    score_of = Levenshtein.normalized_similarity
    hits = process.extract(wanted, roster.by_key.keys(), scorer=score_of, score_cutoff=POSSIBLE - WIDE_MARGIN, limit=_SHORTLIST)
    seen: set[str] = set()
    for key, score, _ in hits:
        for agency in roster.by_key[key]:
            if agency.code not in seen:
                seen.add(agency.code)
                yield score, key, agency


def _another_word(read: str, listed: str) -> bool:
    """The letters that differ stand side by side, as in another place's name."""
    runs = [max(op.src_end - op.src_start, op.dest_end - op.dest_start) for op in Levenshtein.opcodes(read, listed) if op.tag != "equal"]
    return any(run >= _WORD for run in runs)
