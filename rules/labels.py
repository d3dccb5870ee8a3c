"""Which form a page holds, and where its values stand: by the printed labels, never by coordinates."""

from __future__ import annotations

from collections.abc import Sequence

from ocr.types import Line, Reading
from rules.candidates import Candidate, candidates
from rules.dense import Dense, dense
from rules.places import places_of
from rules.printed import Printed, printed_text
from rules.types import FormDefinition, FoundForm

FEWEST = 2  # labels without which nothing is a form, whatever its title
OUT_OF_ORDER = 0.8  # likeness that a label needs which breaks the file's order


def find_form(reading: Reading, forms: Sequence[FormDefinition]) -> FoundForm | None:
    """The form of `forms` that the page holds, with the places of its values; None where it holds none of them.

    A form is on a page if its title (standing by itself) or at least half of its required labels are found. Of several
    the one with its title, then with the larger share of its labels.
    """
    lines = reading.lines
    texts = [dense(line) for line in lines]
    found = [form for definition in forms if (form := _find_one(lines, texts, definition)) is not None]
    return max(found, key=lambda form: (form.title_found, form.labels_found / len(form.definition.fields)), default=None)


def is_filled_in(form: FoundForm) -> bool:
    """Whether something is written in one of its places: letters or digits, not leaders and dashes alone."""
    return any(not char.leader and any(c.isalnum() for c in char.text) for place in form.places.values() for char in place.chars)


def _find_one(lines: Sequence[Line], texts: Sequence[Dense], form: FormDefinition) -> FoundForm | None:
    printed = printed_text(texts, form)
    found = candidates(lines, texts, form, printed)
    labels = assigned([c for c in found if not c.doubtful], len(form.fields))
    if not _is_there(form, labels, printed):
        return None
    labels = rescued(labels, found)
    places = places_of(lines, labels, printed)
    named = {form.fields[field].name: place for field, place in places.items()}
    return FoundForm(form, named, bool(printed.title), len(labels))


def _is_there(form: FormDefinition, labels: Sequence[Candidate], printed: Printed) -> bool:
    required = {number for number, field in enumerate(form.fields) if field.required} or set(range(len(form.fields)))
    found = {label.field for label in labels}
    if len(found) < min(FEWEST, len(form.fields)):
        return False
    return bool(printed.title) or 2 * len(found & required) >= len(required)


def assigned(found: Sequence[Candidate], fields: int) -> list[Candidate]:
    """One label for each field at most: those that together explain most letters in the file's order, then good ones out of order.

    `found` is in reading order; so is the answer.
    """
    chain = _best_chain(found)
    missing = set(range(fields)) - {c.field for c in chain}
    for candidate in sorted(found, key=lambda c: -c.worth):
        fits = candidate.field in missing and candidate.score >= OUT_OF_ORDER
        if fits and not any(candidate.overlaps(other) for other in chain):
            chain.append(candidate)
            missing.discard(candidate.field)
    return sorted(chain, key=lambda c: (c.line, c.first))


def rescued(labels: Sequence[Candidate], found: Sequence[Candidate]) -> list[Candidate]:
    """The labels, and for each missed field a doubtful one that stands between its neighbours in the file's order."""
    known = {label.field for label in labels}
    fitting = [c for c in found if c.field not in known and not any(c.overlaps(label) for label in labels) and _in_order(c, labels)]
    return sorted([*labels, *_best_chain(fitting)], key=lambda c: (c.line, c.first))


def _in_order(candidate: Candidate, labels: Sequence[Candidate]) -> bool:
    """Whether labels of earlier fields stand before it and those of later fields after it."""
    at = (candidate.line, candidate.first)
    return all((label.field < candidate.field) == ((label.line, label.first) < at) for label in labels)


def _best_chain(found: Sequence[Candidate]) -> list[Candidate]:
    """The heaviest chain of labels that do not overlap and whose fields rise."""
    best: list[tuple[float, int]] = []
    for number, candidate in enumerate(found):
        before = (
            (best[other][0], other)
            for other in range(number)
            if found[other].field < candidate.field and not found[other].overlaps(candidate)
        )
        worth, link = max(before, default=(0.0, -1))
        best.append((worth + candidate.worth, link))
    at = max(range(len(best)), key=lambda n: best[n][0], default=-1)
    chain: list[Candidate] = []
    while at >= 0:
        chain.append(found[at])
        at = best[at][1]
    return chain[::-1]
