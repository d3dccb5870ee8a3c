"""Given name with its title, and surname."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from rules import titles
from rules.grammar import MOST_CANDIDATES, Parsed
from rules.lists import Lists
from rules.text import is_thai_word, without_leaders

_LONG = 5
"""A title of so many letters may have one of them misread and still be known by them."""


@dataclass(frozen=True, slots=True)
class PersonName:
    """The two values of a given name's field."""

    title: Parsed
    given: Parsed


def parse_given_name(text: str, lists: Lists | None, take_near: bool = True) -> PersonName:
    """Title and given name. A title that is misread is recognised (`take_near`) only before a name of the list, and then doubted."""
    body = without_leaders(text)
    parted = titles.part(body)
    if lists is not None and _joined(parted.rest) not in lists.given_names:
        if _joined(body) in lists.given_names:  # a name that begins like a title
            return PersonName(_title(titles.Titled("", "", body), "nothing-read"), _name(body, lists.given_names, "name-list"))
        near = _nearest(body, lists) if take_near else None
        if near is not None and near.title != parted.title:
            return PersonName(_title(near, "title-misread"), _name(near.rest, lists.given_names, "name-list"))
    proof = "title-list" if parted.title else "nothing-read"
    return PersonName(_title(parted, proof), _name(parted.rest, lists.given_names if lists else (), "name-list"))


def parse_surname(text: str, lists: Lists | None) -> Parsed:
    return _name(without_leaders(text), lists.surnames if lists else (), "surname-list")


def _title(parted: titles.Titled, proof: str) -> Parsed:
    return Parsed(parted.title, parted.read, 0.5 if proof == "title-misread" else 1.0, (proof,))


def _joined(name: str) -> str:
    return name.replace(" ", "")


def _name(text: str, known: Collection[str], proof: str) -> Parsed:
    """A name of one word. What is two words (a surname typed into the name's field) stays as it is, for a person."""
    whole = _joined(text)
    if whole in known:
        return Parsed(whole, text, 1.0, (proof,))
    near = tuple(_neighbours(whole, known))
    if " " in text:
        first = tuple(word for word in text.split() if word in known)
        return Parsed(text, text, 0.4, ("several-words",), candidates=(*first, *near)[:MOST_CANDIDATES])
    if not is_thai_word(text):
        return Parsed(text, text, 0.2, ("not-thai-letters",), candidates=near)
    return Parsed(text, text, 0.6, candidates=near)


def _neighbours(name: str, known: Collection[str]) -> Iterator[str]:
    """Names of the list that differ by one letter, at most five; none for names too short to tell."""
    if len(name) < 4:
        return
    close = process.extract(name, known, scorer=Levenshtein.distance, score_cutoff=1, limit=MOST_CANDIDATES)
    yield from sorted(hit[0] for hit in close)


def _nearest(text: str, lists: Lists) -> titles.Titled | None:
    """The title that the first letters were most likely meant as, if a listed name follows it, or it is long and stands apart."""
    best: tuple[float, titles.Titled] | None = None
    for title in (t for t in titles.titles() if t.nearest or len(t.full) >= _LONG):
        for cut in range(len(title.full) - 1, len(title.full) + 2):
            head, rest = text[:cut].strip(), _joined(text[cut:])
            wrong = Levenshtein.distance(head, title.full) / len(title.full)
            likely = rest in lists.given_names or (len(title.full) >= _LONG and text[cut : cut + 1] == " ")
            if likely and wrong <= (1 / 3 if title.nearest else 1 / _LONG) and (best is None or wrong < best[0]):
                best = (wrong, titles.Titled(title.full, head, rest))
    return best[1] if best else None
