"""What the outcomes add up to."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from ocr.ink import Picture
from service.evaluate.compare import letters
from service.evaluate.confusion import Pair, aligned
from service.evaluate.judge import Judged
from service.evaluate.reading import Outcome
from service.evaluate.trust import Sure

ALL = "all"


class Row(NamedTuple):
    """What a tally is of. paper: `standard`, `fine`, `other`, ALL; hand: None for both; kind: of field, or ALL."""

    paper: str
    hand: bool | None
    kind: str


@dataclass(slots=True)
class Tally:
    """Counts of fields; edits and letters only of those whose form was found."""

    fields: int = 0
    right: int = 0
    accepted: int = 0
    wrong: int = 0
    edits: int = 0
    letters: int = 0

    def add(self, judged: Judged) -> None:
        """One more field. wrong: accepted though not right."""
        self.fields += 1
        self.right += judged.right
        self.accepted += judged.accepted
        self.wrong += judged.accepted and not judged.right
        self.edits += judged.edits * judged.found
        self.letters += judged.letters * judged.found


@dataclass(slots=True)
class Totals:
    """Of all files so far. worst: the fields read worst, the worst first, each with its strip of paper."""

    worst_shown: int = 40
    rows: defaultdict[Row, Tally] = field(default_factory=lambda: defaultdict(Tally))
    pairs: Counter[Pair] = field(default_factory=Counter)
    sure: list[Sure] = field(default_factory=list)
    worst: list[tuple[Judged, Picture | None]] = field(default_factory=list)
    forms_found: int = 0
    forms_missed: int = 0
    forms_invented: int = 0
    files: int = 0
    in_error: int = 0
    pages: int = 0
    cpu: float = 0.0

    def add(self, outcome: Outcome) -> None:
        """One more file."""
        self.files += 1
        self.in_error += outcome.in_error
        self.forms_found += outcome.forms_found
        self.forms_missed += outcome.forms_missed
        self.forms_invented += outcome.forms_invented
        self.pages += outcome.pages
        self.cpu += outcome.cpu
        self._add_fields(outcome.fields)
        misread = [(outcome.fields[n], strip) for n, strip in outcome.strips.items()]
        self.worst = sorted([*self.worst, *misread], key=lambda one: _badness(one[0]), reverse=True)[: self.worst_shown]

    def _add_fields(self, fields: Iterable[Judged]) -> None:
        for judged in fields:
            for row in Row(judged.paper, judged.hand, judged.kind), Row(judged.paper, judged.hand, ALL), Row(ALL, None, ALL):
                self.rows[row].add(judged)
            if judged.found:
                self.sure.append(Sure(judged.confidence, judged.right, judged.hand))
                self.pairs.update(aligned(letters(judged.truth), letters(judged.read)))


def _badness(judged: Judged) -> tuple[float, int]:
    """Of those read wholly wrong, the longest first."""
    return min(judged.error, 1.0), judged.edits
