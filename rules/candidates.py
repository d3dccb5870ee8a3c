"""Stretches of a page's lines that may be a form's label, its title, or printed text that is not wanted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ocr.types import Line
from rules.alike import Match, matches, weight
from rules.dense import BREAK, Dense, dense_text
from rules.types import FormDefinition

_NUMBERING = re.compile(r"[(\[]?[0-9a-z]{0,2}[)\].-]{0,2}\Z")
_LEAST = ((6.0, 0.58), (4.0, 0.62), (2.5, 0.72), (0.0, 0.9))
"""(weight, likeness): short labels must be read better than long ones."""
AFTER_SPACE, AMID_LETTERS = 0.1, 0.45  # what a place amid other text takes off the likeness
TITLE_LEAST, OTHER_LEAST = 0.66, 0.6
TITLE_SHARE = 0.6  # of its line that the title must be
_SUBJECT = ("เรื่อง", "อ้างถึง", "ส่ง")  # what begins a line that only quotes a title
SENTENCE = 8.0  # weight from which an other label that begins a line makes all of the line printed text


@dataclass(frozen=True, slots=True)
class Candidate:
    """A label's stretch of characters: line.chars[first : last + 1]. field: its number in the form; worth: letters explained."""

    line: int
    first: int
    last: int
    field: int
    worth: float
    score: float

    def overlaps(self, other: Candidate) -> bool:
        return self.line == other.line and self.first <= other.last and other.first <= self.last


@dataclass(frozen=True, slots=True)
class Printed:
    """What else is printed: where the title stands, whole lines of printed text, and stretches (line, first, last)."""

    title: frozenset[int]
    whole: frozenset[int]
    stretches: tuple[tuple[int, int, int], ...]


def printed_text(lines: Sequence[Line], dense: Sequence[Dense], form: FormDefinition) -> Printed:
    """The form's title and other labels on the page."""
    title = frozenset(number for number, text in enumerate(dense) if _is_title(dense_text(form.title), text.text))
    whole: set[int] = set()
    stretches: list[tuple[int, int, int]] = []
    for label in map(dense_text, form.other_labels):
        for number, text in enumerate(dense):
            for match in matches(label, text.text, OTHER_LEAST):
                first, last = _span(lines[number], text, match)
                if weight(label) >= SENTENCE and _letters_before(text, match) <= 3:
                    whole.add(number)
                stretches.append((number, first, last))
    return Printed(title, frozenset(whole), tuple(stretches))


def candidates(lines: Sequence[Line], dense: Sequence[Dense], form: FormDefinition, printed: Printed) -> list[Candidate]:
    """Every stretch that may be a label of the form, in reading order. What stands above the form's title is a letter's text."""
    found: dict[tuple[int, int, int, int], Candidate] = {}
    for number, text in enumerate(dense):
        if number in printed.title | printed.whole or number < min(printed.title, default=0):
            continue
        for field, definition in enumerate(form.fields):
            for label in {dense_text(label) for label in definition.labels}:
                for candidate in _of_label(lines[number], text, number, field, label):
                    key = (number, candidate.first, candidate.last, field)
                    if key not in found or found[key].worth < candidate.worth:
                        found[key] = candidate
    free = (
        c for c in found.values() if not any(c.line == n and c.first <= last and first <= c.last for n, first, last in printed.stretches)
    )
    return sorted(free, key=lambda c: (c.line, c.first, c.last))


def _of_label(line: Line, text: Dense, number: int, field: int, label: str) -> Iterator[Candidate]:
    heavy = weight(label)
    least = next(likeness for limit, likeness in _LEAST if heavy >= limit)
    for match in matches(label, text.text, least):
        score = match.likeness - _out_of_place(line, text, match)
        if score >= least:
            first, last = _span(line, text, match)
            yield Candidate(number, first, last, field, score**3 * heavy, score)


def _span(line: Line, text: Dense, match: Match) -> tuple[int, int]:
    """First and last character of a match, with the marks that belong to its last letter."""
    return text.at[match.start], text.at[match.end - 1]


def _out_of_place(line: Line, text: Dense, match: Match) -> float:
    """0 where a label may begin: at the line's start, after numbering, a leader or a wide white space."""
    before = text.text[: match.start].rpartition(BREAK)[2]
    if len(before) == 0 or _NUMBERING.fullmatch(before) or (len(before) <= 2 and match.start <= 2):
        return 0.0
    at = text.at[match.start]
    return AFTER_SPACE if at > 0 and line.chars[at - 1].text.isspace() else AMID_LETTERS


def _letters_before(text: Dense, match: Match) -> int:
    return sum(letter != BREAK for letter in text.text[: match.start])


def _is_title(title: str, text: str) -> bool:
    """The title stands by itself; a subject line that quotes it does not count."""
    plain = text.replace(BREAK, "")
    if any(match.start <= 2 for word in _SUBJECT for match in matches(word, plain[: len(word) + 3], 0.6)):
        return False
    best = next(matches(title, plain, TITLE_LEAST), None)
    return best is not None and best.start <= 3 and best.end - best.start >= TITLE_SHARE * len(plain)
