"""Stretches of a page's lines that may be a form's label."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.fuzz import ratio

from ocr.types import Line
from rules.alike import Match, matches, weight
from rules.dense import BREAK, Dense, dense_text
from rules.printed import Printed, span
from rules.types import FormDefinition

_NUMBERING = re.compile(r"[(\[]?[0-9a-z]{0,2}[)\].-]{0,2}\Z")
_LEAST = ((6.0, 0.58), (4.0, 0.62), (2.5, 0.72), (0.0, 0.9))
"""(weight, likeness): short labels must be read better than long ones."""
RELAXED = 0.38  # less likeness makes a doubtful candidate
AFTER_SPACE, AMID_LETTERS = 0.1, 0.45  # what a place amid other text takes off the likeness
SURELY = 92.0  # of 100, the likeness of a longer label that takes letters from the value before it


@dataclass(frozen=True, slots=True)
class Candidate:
    """A label's stretch of characters: line.chars[first : last + 1]. field: its number in the form; worth: letters explained.

    doubtful: too little like the label to count by itself; it may still be the one that is missed between two others.
    """

    line: int
    first: int
    last: int
    field: int
    worth: float
    score: float
    doubtful: bool = False

    def overlaps(self, other: Candidate) -> bool:
        return self.line == other.line and self.first <= other.last and other.first <= self.last


def candidates(lines: Sequence[Line], dense: Sequence[Dense], form: FormDefinition, printed: Printed) -> list[Candidate]:
    """Every stretch that may be a label of the form, in reading order."""
    found: dict[tuple[int, int, int, int], Candidate] = {}
    known = {dense_text(label) for definition in form.fields for label in definition.labels}
    for number, text in enumerate(dense):
        if number in printed.title | printed.whole or number < printed.top:
            continue
        for field, definition in enumerate(form.fields):
            labels = {dense_text(label) for label in definition.labels}
            others = known - labels
            for label in labels:
                for candidate in (_lengthened(c, text, labels, others) for c in _of_label(lines[number], text, (number, field), label)):
                    key = (number, candidate.first, candidate.last, field)
                    if key not in found or found[key].worth < candidate.worth:
                        found[key] = candidate
    free = (
        c for c in found.values() if not any(c.line == n and c.first <= last and first <= c.last for n, first, last in printed.stretches)
    )
    return sorted(free, key=lambda c: (c.line, c.first, c.last))


def _of_label(line: Line, text: Dense, where: tuple[int, int], label: str) -> Iterator[Candidate]:
    heavy = weight(label)
    least = least_likeness(label)
    for match in matches(label, text.text, least - RELAXED):
        lost = _out_of_place(line, text, match)
        score = match.likeness - lost
        doubtful = score < least
        if not doubtful or (lost < AMID_LETTERS and _stands_alone(line, text, match)):
            first, last = span(text, match)
            yield Candidate(where[0], first, last, where[1], score**3 * heavy, score, doubtful)


def _lengthened(candidate: Candidate, text: Dense, labels: Collection[str], others: Collection[str]) -> Candidate:
    """Begun earlier where a longer label of the field ends at the same letter: of `ID Line` no `ID` is left to the value before.

    others: labels of other fields; a blank field's label before a leader is none of this one.
    """
    end = bisect_right(text.at, candidate.last)
    letters = [n for n in range(end) if text.text[n] != BREAK]
    first = candidate.first
    for start, label in ((letters[-len(label)], label) for label in labels if len(letters) >= len(label)):
        head, parted, tail = text.text[start:end].partition(BREAK)
        if ratio(head + tail, label) >= SURELY and not (parted and any(ratio(head, other) >= SURELY for other in others)):
            first = min(first, text.at[start])
    return replace(candidate, first=first)


def least_likeness(label: str) -> float:
    """How like a label a stretch must be to count as it."""
    heavy = weight(label)
    return next(likeness for limit, likeness in _LEAST if heavy >= limit)


def _stands_alone(line: Line, text: Dense, match: Match) -> bool:
    """Whether white space, a leader or the line's end follows."""
    if match.end == len(text.text) or text.text[match.end] == BREAK:
        return True
    after = text.at[match.end - 1] + 1
    return after < len(line.chars) and (line.chars[after].leader or line.chars[after].text.isspace())


def _out_of_place(line: Line, text: Dense, match: Match) -> float:
    """0 where a label may begin: at the line's start, after numbering, a leader or a wide white space."""
    before = text.text[: match.start].rpartition(BREAK)[2]
    if len(before) == 0 or _NUMBERING.fullmatch(before) or (len(before) <= 2 and match.start <= 2):
        return 0.0
    at = text.at[match.start]
    return AFTER_SPACE if at > 0 and line.chars[at - 1].text.isspace() else AMID_LETTERS
