"""Letters that look alike, put together so that one sees the wrong one among them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rules.text import fold

GROUPS = ("กถภ", "บป", "คดต", "๓๗", "0๐oOอ", "ผฝพฟ", "ขชซ", "นมฉ", "ลส", "วจ", "1lIiไ", "5Ss", "8B", "6bG", "9gq")
_FIRST = {ord(letter): group[0] for group in reversed(GROUPS) for letter in group}


@dataclass(frozen=True, slots=True)
class Alike:
    """A group of look-alikes. letters: as they are shown, parted by spaces."""

    number: int
    letters: str


ALIKE = tuple(Alike(n, " ".join(group)) for n, group in enumerate(GROUPS))


def shape(text: str) -> str:
    """What texts share that differ by look-alikes only."""
    return fold(text).translate(_FIRST)


def together(texts: Sequence[str]) -> Sequence[int]:
    """The places of the texts in an order that puts those beside each other that differ by look-alikes only."""
    return sorted(range(len(texts)), key=lambda n: (shape(texts[n]), texts[n], n))


def suspects(texts: Sequence[str]) -> frozenset[int]:
    """The places of texts that another text differs from by look-alikes only."""
    written: dict[str, set[str]] = {}
    for text in texts:
        written.setdefault(shape(text), set()).add(fold(text))
    return frozenset(n for n, text in enumerate(texts) if text and len(written[shape(text)]) > 1)


def of_group(group: int, text: str) -> Iterator[tuple[int, str]]:
    """The places and letters of a text that belong to a group."""
    yield from ((n, letter) for n, letter in enumerate(text) if letter in GROUPS[group])
