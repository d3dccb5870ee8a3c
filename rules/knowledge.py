"""What a decision may know besides the ink: the roster, the lists, who sent the page, and in what state the page is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rules.decoding.known import Known
from rules.lists import Lists
from rules.roster import Roster
from rules.telephone import national, parse_numbers


@dataclass(frozen=True)
class Knowledge:
    """Knowledge(None, None) is the free reading.

    senders: national number (`053569692`) → codes of the agencies that send from it; addresses: the same by mail address, in small letters;
    known: what fields are decoded with, None for the free reading; made of roster and lists where it is not given.
    """

    roster: Roster | None = None
    lists: Lists | None = None
    senders: Mapping[str, frozenset[str]] = field(default_factory=dict)
    addresses: Mapping[str, frozenset[str]] = field(default_factory=dict)
    known: Known | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if self.known is None and (self.roster or self.lists):
            object.__setattr__(self, "known", Known(self.roster, self.lists))


@dataclass(frozen=True, slots=True)
class Sender:
    """What the message says of its sender, as it says it; `""` where it says nothing.

    forms: how many of them it holds; named: codes of the agencies that its covering letter, cover sheet or header line names.
    """

    number: str = ""
    station: str = ""
    address: str = ""
    forms: int = 1
    named: frozenset[str] = frozenset()

    def national_numbers(self) -> frozenset[str]:
        """The sender's numbers in their national form; a station that is no number of the plan gives none."""
        known = (n for text in (self.number, self.station) for n in parse_numbers(text).known)
        return frozenset(filter(None, map(national, known)))


@dataclass(frozen=True, slots=True)
class PageFacts:
    """Of the page's reading: source (`ink`, `text`), damage (0 to 1), reader, as in `ocr.types.Reading`; signed: the name in brackets

    beneath the form's signature, `""` where there is none.
    """

    source: str = "ink"
    damage: float = 0.0
    reader: str = ""
    signed: str = ""
