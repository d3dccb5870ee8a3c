"""Which of a field's readings to believe. A plain score, each part of which can be said in words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rules.confidence import logit
from rules.grammar import MOST_CANDIDATES, Parsed
from rules.kinds import parse
from rules.knowledge import Knowledge
from rules.text import is_blank, key
from rules.votes import Vote

_FIT = 3.0
_READER = 0.3
_AGREEMENT = 1.0
_ELSEWHERE = 1.5
_FIRST = 1.0  # the page's own reader is the better one


@dataclass(frozen=True, slots=True)
class Option:
    """A reading and the values it gives."""

    vote: Vote
    parts: tuple[Parsed, ...]

    def same(self, other: Option, i: int) -> bool:
        mine, theirs = self.parts[i], other.parts[i]
        return key(mine.value) == key(theirs.value) and set(mine.others) == set(theirs.others)


def options(kind: str, votes: Sequence[Vote], knowledge: Knowledge) -> tuple[Option, ...]:
    """What each reading says, those that say nothing left out."""
    return tuple(Option(vote, parse(kind, vote, knowledge)) for vote in votes if not is_blank(vote.text))


def best(found: Sequence[Option], elsewhere: Collection[str] = ()) -> Option:
    """The reading to believe. elsewhere: values (by `across.same_value`) that other fields of the form may repeat."""
    return max(found, key=lambda option: score(option, found, elsewhere))


def score(option: Option, found: Sequence[Option], elsewhere: Collection[str]) -> float:
    """How well the values fit, how sure the reader was, how many others agree, whether another field says the same."""
    fit = sum(part.fit for part in option.parts) / len(option.parts)
    agreeing = sum(all(option.same(other, i) for i in range(len(option.parts))) for other in found if other is not option)
    repeated = option.parts[-1].value in elsewhere
    first = not option.vote.strip
    return _FIT * fit + _READER * logit(option.vote.probability) + _AGREEMENT * agreeing + _ELSEWHERE * repeated + _FIRST * first


def agreement(chosen: Option, found: Sequence[Option], i: int) -> tuple[str, ...]:
    """Whether the other readings say the same of value `i`; `()` if there are none."""
    said = [chosen.same(other, i) for other in found if other is not chosen]
    if not said:
        return ()
    return ("second-reader-agrees",) if all(said) else ("second-reader-differs",)


def candidates(chosen: Option, found: Sequence[Option], i: int) -> tuple[str, ...]:
    """Other values that the field may have, the likeliest first: what other readings say, then what the ink may mean."""
    by_fit = sorted((other for other in found if other is not chosen), key=lambda other: -score(other, found, ()))
    said = [chosen.parts[i].value, *(other.parts[i].value for other in by_fit)]
    meant = [c for option in (chosen, *by_fit) for c in option.parts[i].candidates]
    return tuple(c for c in dict.fromkeys([*said, *meant]) if c and c != said[0])[:MOST_CANDIDATES]
