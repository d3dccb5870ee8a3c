"""Thai telephone numbers: E.164 with `;ext=`, as the numbering plan knows them (`phonenumbers`).

Written forms: `0-5356-9692`, `053 569692`, `๐๕๓-๕๖๙๖๙๒ ต่อ ๘๕`, `+66 (0)53 569692`, and several in one field
(`053-569692-3`, `053569692, 0812345678`, `ต่อ 12, 14`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product
from typing import NamedTuple

from rules.grammar import MOST_CANDIDATES, Parsed
from rules.telephone_plan import e164, is_mobile, national, people_form, plan_number
from rules.text import arabic_digits, is_blank, without_leaders

__all__ = ["Numbers", "is_mobile", "national", "parse_numbers", "parse_phone", "people_form"]

_WORDS = re.compile(r"โทรศัพท์|โทรสาร|โทร|มือถือ|แฟกซ์|telephone|phone|mobile|fax|tel|และ|หรือ", re.IGNORECASE)
_EXTENSION = re.compile(
    r";\s*ext\s*=|เบอร์\s*ต่อ|หมายเลข\s*ภายใน|ภายใน|ต่อ|กด|ext(?:ension)?\s*\.?|#|(?<=[0-9])\s*x(?=\s*[0-9])", re.IGNORECASE
)
_GROUP = re.compile(r"([^+0-9]*)(\+?[0-9]+)")
_ROW = re.compile(r"[\-\u2010-\u2015\u2212,/~]")
_ONLY_NUMBERS = re.compile(r"[0-9+|\s\-\u2010-\u2015\u2212.()~,/:;]*")
_CONFUSED = {
    **dict.fromkeys("OoQDอ", "0"),
    **dict.fromkeys("lI|!ไi", "1"),
    **dict.fromkeys("Zz", "2"),
    **dict.fromkeys("Ss", "5"),
    **dict.fromkeys("Gb", "6"),
    **dict.fromkeys("gq", "9"),
    "B": "8",
    "@": "12",
    "ต": "4",
    "ด": "4",
    "จ": "9",
    "c": "6",
}
_MOST_TRIES = 64


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a text says. known: E.164 with `;ext=`, in the order written; clean: nothing else stands there."""

    known: tuple[str, ...]
    clean: bool


class _Group(NamedTuple):
    """A run of digits; row: what parts it from the one before may stand between the endings of a row of numbers."""

    digits: str
    row: bool


def parse_numbers(text: str) -> Numbers:
    """All numbers of the text if the plan knows each of them, else none."""
    body = _marked(text)
    known = _numbers(body)
    return Numbers(tuple(known), bool(known) and _ONLY_NUMBERS.fullmatch(body) is not None)


def parse_phone(text: str, mobile: bool = False) -> Parsed:
    """A telephone's field. Numbers that the plan does not know stay as read, with what the ink may mean as candidates."""
    read = without_leaders(text)
    found = parse_numbers(read)
    if not found.known or not found.clean:
        return Parsed(arabic_digits(read), read, 0.1, ("not-in-plan",), candidates=tuple(islice(_meant(read, mobile), MOST_CANDIDATES)))
    first, *others = found.known
    odd = mobile and not is_mobile(first)
    return Parsed(first, read, 0.6 if odd else 1.0, ("in-plan", "other-kind-of-number") if odd else ("in-plan",), tuple(others))


def _marked(text: str) -> str:
    """The text with Arabic digits, its extension words as `|`, other words that stand with numbers as `,`."""
    body = arabic_digits(without_leaders(text))
    if "+" in body:
        body = re.sub(r"\(\s*0\s*\)", "", body)
    return _WORDS.sub(",", _EXTENSION.sub("|", body))


def _groups(text: str) -> list[_Group]:
    return [_Group(found, _ROW.search(before) is not None) for before, found in _GROUP.findall(text)]


def _numbers(body: str) -> list[str]:
    """The numbers of a marked text; none if a part of it is none of the plan."""
    first, *tails = body.split("|")
    found = _split(_groups(first))
    for tail in tails:
        groups = _groups(tail)
        if not found or not groups:
            return []
        found = _extended(found, groups)
    return list(dict.fromkeys(found))


def _extended(found: list[str], groups: list[_Group]) -> list[str]:
    """The numbers with their extensions, and the further whole numbers that may stand behind those; none if neither."""
    for size in range(1, len(groups) + 1):
        further = _split(groups[size:])
        if further or size == len(groups):
            first, *rest = [group.digits for group in groups[:size]]
            last = found[-1].partition(";")[0]
            own = [number if ";" in number else f"{number};ext={first}" for number in found]
            return own + [f"{last};ext={extension}" for extension in rest] + further
    return []


def _split(groups: list[_Group]) -> list[str]:
    """Groups of digits as whole numbers, each perhaps followed by the endings of a row (`569692-3`); none if they are not."""
    for size in range(len(groups), 0, -1):
        number = plan_number("".join(group.digits for group in groups[:size]))
        found = _with_endings(e164(number), groups[size:]) if number else []
        if found:
            return found
    return []


def _with_endings(whole: str, groups: list[_Group]) -> list[str]:
    found = [whole]
    for i, group in enumerate(groups):
        if further := _split(groups[i:]):
            return found + further
        other = plan_number(whole[: -len(group.digits)] + group.digits)
        if not group.row or len(group.digits) > 4 or other is None or e164(other) <= found[-1]:
            return []
        found.append(e164(other))
    return found


def _meant(text: str, mobile: bool) -> Iterator[str]:
    """Numbers of the plan that the text is when look-alikes (O, l, S …) are taken as digits."""
    if is_blank(text):
        return
    text = "0" + text if text[:1] in "123456789๑๒๓๔๕๖๗๘๙" and not parse_numbers(text).known else text  # a lost first 0
    choices = [_CONFUSED.get(c, c) if not _WORDS.match(text[i:]) else c for i, c in enumerate(text)]
    tried = ("".join(letters) for letters in islice(product(*choices), _MOST_TRIES))
    found = dict.fromkeys(n.known[0] for n in map(parse_numbers, tried) if n.known)
    yield from sorted(found, key=lambda value: is_mobile(value) != mobile)
