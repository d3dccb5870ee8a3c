"""Which letters of a value are doubtful, where they stand in the input, and where on the paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from review.values import TELEPHONES
from rules.text import arabic_digits
from storage.letters import Letter

SURE = 0.9  # a letter read with less is marked
MOST = 0.5  # of a value's letters marked: then it is doubtful as a whole and nothing is marked
Place = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Mark:
    """A doubtful letter: text[start:end] of the input; box: on the stored picture, None where nothing was read for it."""

    start: int
    end: int
    box: Place | None


def marks(shown: str, kind: str, letters: Sequence[Letter]) -> tuple[Mark, ...]:
    """The doubtful letters of a value as shown: unsure ones, and those where the value says otherwise than the reading."""
    if not shown or not letters:
        return ()
    value, read = _compared(shown, kind), _compared("".join(letter.text for letter in letters), kind)
    if kind == "agency" and [letter for _, letter in value] != [letter for _, letter in read]:
        return ()  # the official name in the place of what was written
    found = list(_doubtful(value, read, letters))
    return tuple(found) if len(found) <= MOST * len(value) else ()


def _doubtful(value: list[tuple[int, str]], read: list[tuple[int, str]], letters: Sequence[Letter]) -> Iterator[Mark]:
    steps = Levenshtein.opcodes([letter for _, letter in value], [letter for _, letter in read])
    for step in steps:
        for n in range(step.src_start, step.src_end):
            at = value[n][0]
            letter = letters[read[step.dest_start + n - step.src_start][0]] if step.tag in ("equal", "replace") else None
            if step.tag != "equal" or (letter and letter.probability < SURE):
                yield Mark(at, at + 1, letter.box if letter else None)


def _compared(text: str, kind: str) -> list[tuple[int, str]]:
    """Place and letter of what counts: white space never, of telephones the digits only; Thai digits as Arabic ones."""
    folded = arabic_digits(text).lower()
    counts = str.isdecimal if kind in TELEPHONES else lambda letter: not letter.isspace()
    return [(n, letter) for n, letter in enumerate(folded) if counts(letter)]
