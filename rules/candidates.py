"""Stretches of a page's lines that may be a form's label, its title, or printed text that is not wanted."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.fuzz import ratio

from ocr.types import Line
from rules.alike import Match, matches, weight
from rules.dense import BREAK, Dense, dense_text
from rules.types import FormDefinition

_NUMBERING = re.compile(r"[(\[]?[0-9a-z]{0,2}[)\].-]{0,2}\Z")
_LEAST = ((6.0, 0.58), (4.0, 0.62), (2.5, 0.72), (0.0, 0.9))
"""(weight, likeness): short labels must be read better than long ones."""
RELAXED = 0.38  # less likeness makes a doubtful candidate
AFTER_SPACE, AMID_LETTERS = 0.1, 0.45  # what a place amid other text takes off the likeness
TITLE_LEAST, OTHER_LEAST = 0.66, 0.6
AS_GOOD = 0.12  # a second title line must be nearly as like the title as the best
TITLE_SHARE = 0.6  # of its line that the title must be
_SUBJECT = ("เรื่อง", "อ้างถึง", "ส่ง")  # what begins a line that only quotes a title
SURELY = 92.0  # of 100, the likeness of a longer label that takes letters from the value before it
SENTENCE = 8.0  # weight from which an other label that begins a line makes all of the line printed text


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


@dataclass(frozen=True, slots=True)
class Printed:
    """What else is printed: where the title stands, whole lines of printed text, and stretches (line, first, last).

    top: the first line that may bear a label: what stands above the title, or as the head of a letter, is none of the form's.
    """

    title: frozenset[int]
    whole: frozenset[int]
    stretches: tuple[tuple[int, int, int], ...]
    top: int = 0


def printed_text(lines: Sequence[Line], dense: Sequence[Dense], form: FormDefinition) -> Printed:
    """The form's title and other labels on the page."""
    likeness = {number: _title_likeness(dense_text(form.title), text.text) for number, text in enumerate(dense)}
    best = max(likeness.values(), default=0.0)
    title = frozenset(number for number, value in likeness.items() if value > 0 and value >= best - AS_GOOD)
    whole: set[int] = set()
    stretches: list[tuple[int, int, int]] = []
    for label in map(dense_text, form.other_labels):
        for number, text in enumerate(dense):
            for match in matches(label, text.text, OTHER_LEAST):
                if _is_rather_a_label(form, text.text[match.start : match.end], match.likeness):
                    continue
                first, last = _span(lines[number], text, match)
                if weight(label) >= SENTENCE and _letters_before(text, match) <= 3:
                    whole.add(number)
                stretches.append((number, first, last))
    return Printed(title, frozenset(whole), tuple(stretches), min(title, default=_below_letter_head(dense)))


def _is_rather_a_label(form: FormDefinition, text: str, likeness: float) -> bool:
    """Whether a field's label is more like the stretch than the other label that was found there."""
    labels = {dense_text(label) for field in form.fields for label in field.labels}
    return any(weight(label) >= SENTENCE and any(matches(label, text, min(1.0, likeness + 0.05))) for label in labels)


def _below_letter_head(dense: Sequence[Dense]) -> int:
    """The number of the line after `เรียน …`, where `เรื่อง …` stands near above it; 0 on a page that begins as no letter."""
    heads = {word: [n for n, text in enumerate(dense) if begins(word, text.text)] for word in ("เรื่อง", "เรียน")}
    pairs = [to for about in heads["เรื่อง"] for to in heads["เรียน"] if 0 < to - about <= 3]
    return max(pairs, default=-1) + 1


def begins(word: str, text: str, least: float = 0.7) -> bool:
    """Whether a line's letters begin with a word, or something like it."""
    word = dense_text(word)
    return any(match.start <= 1 for match in matches(word, text[: len(word) + 3], least if len(word) > 4 else max(least, 0.85)))


def candidates(lines: Sequence[Line], dense: Sequence[Dense], form: FormDefinition, printed: Printed) -> list[Candidate]:
    """Every stretch that may be a label of the form, in reading order."""
    found: dict[tuple[int, int, int, int], Candidate] = {}
    for number, text in enumerate(dense):
        if number in printed.title | printed.whole or number < printed.top:
            continue
        for field, definition in enumerate(form.fields):
            labels = {dense_text(label) for label in definition.labels}
            for label in labels:
                for candidate in (_lengthened(c, text, labels) for c in _of_label(lines[number], text, (number, field), label)):
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
            first, last = _span(line, text, match)
            yield Candidate(where[0], first, last, where[1], score**3 * heavy, score, doubtful)


def _lengthened(candidate: Candidate, text: Dense, labels: Collection[str]) -> Candidate:
    """Begun earlier where a longer label of the field ends at the same letter: of `ID Line` no `ID` is left to the value before."""
    end = bisect_right(text.at, candidate.last)
    whole = end - text.text.rfind(BREAK, 0, end) - 1  # letters since the line was parted: no label reaches across
    starts = [end - len(label) for label in labels if whole >= len(label) and ratio(text.text[end - len(label) : end], label) >= SURELY]
    first = min((text.at[start] for start in starts), default=candidate.first)
    return replace(candidate, first=min(first, candidate.first))


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


def _title_likeness(title: str, text: str) -> float:
    """How like the title a line is; 0 where it does not stand by itself, as in a subject line that quotes it."""
    plain = text.replace(BREAK, "")
    if any(match.start <= 2 for word in _SUBJECT for match in matches(word, plain[: len(word) + 3], 0.6)):
        return 0.0
    best = next(matches(title, plain, TITLE_LEAST), None)
    alone = best is not None and best.start <= 3 and best.end - best.start >= TITLE_SHARE * len(plain)
    return best.likeness if best is not None and alone else 0.0
