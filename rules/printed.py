"""What else a form's page has in print: its title, and printed text that no field wants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rules.alike import Match, matches, weight
from rules.dense import BREAK, Dense, dense_text
from rules.types import FormDefinition

TITLE_LEAST, OTHER_LEAST = 0.66, 0.6
AS_GOOD = 0.12  # a second title line must be nearly as like the title as the best
TITLE_SHARE = 0.6  # of its line that the title must be
_SUBJECT = ("เรื่อง", "อ้างถึง", "ส่ง")  # what begins a line that only quotes a title
SENTENCE = 8.0  # weight from which an other label that begins a line makes all of the line printed text


@dataclass(frozen=True, slots=True)
class Printed:
    """What else is printed: where the title stands, whole lines of printed text, and stretches (line, first, last).

    top: the first line that may bear a label: what stands above the title, or as the head of a letter, is none of the form's.
    """

    title: frozenset[int]
    whole: frozenset[int]
    stretches: tuple[tuple[int, int, int], ...]
    top: int = 0


def printed_text(dense: Sequence[Dense], form: FormDefinition) -> Printed:
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
                first, last = span(text, match)
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


def span(text: Dense, match: Match) -> tuple[int, int]:
    """First and last character of a match, with the marks that belong to its last letter."""
    return text.at[match.start], text.at[match.end - 1]


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
