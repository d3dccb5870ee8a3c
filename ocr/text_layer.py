"""A reading from text that came as text: a PDF's text layer, where it makes sense, or what was typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from ocr.thai import MARKS, SARA_AM, lost_rings, mended_thai
from ocr.types import Box, Char, Line, Reading, Upright

WordTuple = tuple[str, tuple[float, float, float, float]]
"""A word and its box: left, top, right, bottom in pixels of the page's picture."""

TypedTuple = tuple[str, tuple[float, float, float, float], tuple[float, float, float, float] | None]
"""A typed line, its box, and the box of the table's cell that it stands in."""

FEWEST_LETTERS = 20
DOTS = frozenset("._-…·‥–—")
_GUIDES = frozenset("._…·‥")


def reading_of_words(words: Sequence[WordTuple], shape: tuple[int, ...]) -> Reading | None:
    """The words as a reading (`source` is `text`), or None where they make no sense and the picture must be read.

    shape: rows and columns of the page's picture, in whose pixels the boxes are.
    """
    kept = [(mended_thai(text), Box(*box)) for text, box in words if text.strip()]
    if not _makes_sense("".join(text for text, _ in kept)):
        return None
    lines = tuple(_line(_with_marks(row)) for row in _rows(kept))
    return Reading(lines, Upright(shape[1], shape[0]), "text-layer/1", source="text")


def reading_of_typed(lines: Sequence[TypedTuple]) -> Reading:
    """Typed lines as a reading (`source` is `text`), in their order."""
    read = tuple(_typed(mended_thai(text), Box(*box), Box(*cell) if cell else None) for text, box, cell in lines)
    width, height = max((line.box.right for line in read), default=1.0), max((line.box.bottom for line in read), default=1.0)
    return Reading(read, Upright(int(width), int(height)), "typed/1", source="text")


def _typed(text: str, box: Box, cell: Box | None) -> Line:
    return Line(tuple(_chars(text, box)) if text else (), box, cell)


def _makes_sense(text: str) -> bool:
    """Mostly Thai or Latin letters and digits; no private-use glyphs, no replacement characters."""
    letters = [c for c in text if c.isalnum() or unicodedata.category(c) == "Mn"]
    if len(letters) < FEWEST_LETTERS or lost_rings(text):
        return False
    if any(unicodedata.category(c) in ("Co", "Cn", "Cc") or c == "\ufffd" for c in text):
        return False
    known = sum("\u0e00" <= c <= "\u0e7f" or c.isascii() for c in letters)
    return known >= 0.95 * len(letters)


def _rows(words: Sequence[tuple[str, Box]]) -> list[list[tuple[str, Box]]]:
    """Words at the same height, from top to bottom and left to right."""
    rows: list[list[tuple[str, Box]]] = []
    for word in sorted(words, key=lambda w: (w[1].top + w[1].bottom, w[1].left)):
        middle = (word[1].top + word[1].bottom) / 2
        if rows and rows[-1][0][1].top < middle < rows[-1][0][1].bottom:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda w: w[1].left) for row in rows]


def _with_marks(row: Sequence[tuple[str, Box]]) -> list[tuple[str, Box]]:
    """Marks that stand by themselves go to the word at whose end they stand: a PDF draws them after the letter that follows."""
    if all(MARKS.issuperset(text) for text, _ in row):
        return list(row)
    places = [box for text, box in row if not MARKS.issuperset(text)]
    texts = [text for text, _ in row if not MARKS.issuperset(text)]
    for text, box in row:
        if MARKS.issuperset(text):
            texts[min(range(len(places)), key=lambda n: abs(places[n].right - (box.left + box.right) / 2))] += text
    return [(mended_thai(text), place) for text, place in zip(texts, places, strict=True)]


def _line(row: Sequence[tuple[str, Box]]) -> Line:
    chars: list[Char] = []
    box = row[0][1]
    for number, (text, place) in enumerate(row):
        gap = place.left - row[number - 1][1].right if number else 0.0
        if number and gap > 0.1 * (place.bottom - place.top) and not _belongs(row[number - 1][0], text):
            chars.append(Char(" ", Box(row[number - 1][1].right, place.top, place.left, place.bottom)))
        chars += _chars(text, place)
        box = box.joined(place)
    return Line(tuple(chars), box)


def _belongs(before: str, text: str) -> bool:
    """Whether no space can be meant between two pieces of text: before a vowel or mark that follows its letter, after one before it."""
    return text[:1] in MARKS or text[:1] in ("\u0e30", "\u0e32", "\u0e45", SARA_AM) or before[-1:] in ("เ", "แ", "โ", "ใ", "ไ")


def _chars(text: str, box: Box) -> Iterator[Char]:
    """The letters of a word, its box shared out among those that take room; three and more dots in a row are leaders."""
    wide = [unicodedata.category(c) != "Mn" for c in text]
    step = (box.right - box.left) / max(1, sum(wide))
    at = -1
    for number, letter in enumerate(text):
        at += wide[number] or at < 0
        left = box.left + at * step
        yield Char(letter, Box(left, box.top, left + step, box.bottom), 1.0, _is_guide(text, number))


def _is_guide(text: str, number: int) -> bool:
    if text[number] not in _GUIDES:
        return False
    first = last = number
    while first > 0 and text[first - 1] in _GUIDES:
        first -= 1
    while last + 1 < len(text) and text[last + 1] in _GUIDES:
        last += 1
    return last - first >= 2 or text[number] == "…"
