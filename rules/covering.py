"""What a covering letter or a fax cover sheet says of itself: its number and date, from whom, about what, which circular it answers.

The places follow the Regulation of the Office of the Prime Minister on Correspondence, B.E. 2526 (external letter, memorandum,
letter under seal); a cover sheet has จาก (FROM) and เรื่อง (SUBJECT).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from itertools import takewhile

from ocr.types import Line, Reading
from rules.alike import matches
from rules.dates import parse_date
from rules.dense import WIDE, dense, dense_text, spaced
from rules.letter_numbers import numbers_in
from rules.printed import span
from rules.text import fold, without_leaders
from rules.types import Covering

LEAST = 0.75  # likeness of a heading; short ones must be right
_SUBJECT, _TO, _REFERENCE = ("เรื่อง", "SUBJECT"), ("เรียน", "ถึง", "TO"), ("อ้างถึง",)
_FROM = ("ส่วนราชการ", "จาก", "FROM")
_HEADINGS = (*_SUBJECT, *_TO, *_REFERENCE, *_FROM, "สิ่งที่ส่งมาด้วย", "โทรสาร", "โทร", "วันที่", "จำนวน", "ด้วย", "ตามที่", "ตามหนังสือ")
_ASIDE = re.compile(r"^\s*\(?\s*(?:SUBJECT|FROM|TO)\s*\)?\s*:?|^[\s:.]+", re.IGNORECASE)
_TELEPHONE = re.compile(r"\s*(?:โทรศัพท์|โทรสาร|โทร)\b.*|\s*(?:โทรศัพท์|โทรสาร|โทร)[.\s\d๐-๙].*")
_DATE = re.compile(r"(?:ลง)?วันที่\s*(.+)")


def covering(reading: Reading) -> Covering:
    """The facts of a page that is a letter or a cover sheet; what it does not say, or cannot be read, is empty."""
    lines = [line for line in reading.lines if line.text.strip()]
    head = list(takewhile(lambda line: not _begins(line, _SUBJECT) and not _begins(line, _REFERENCE), lines))
    number = next((number for line in head[:8] for number in numbers_in(spaced(line.chars))), "")
    return Covering(number, _dated(head), _sender(head, lines), _subject(lines), _circular(lines, number))


def _dated(head: Sequence[Line]) -> datetime.date | None:
    """The day after วันที่, or that stands by itself between the number and the subject."""
    for part in (part for line in head for part in _parts(line)):
        named = _DATE.search(part)
        for text in (named[1] if named else "", part):
            found = parse_date(text) if text else None
            if found and "valid-date" in found.proofs:
                return datetime.date.fromisoformat(found.value)
    return None


def _sender(head: Sequence[Line], lines: Sequence[Line]) -> str:
    """After ส่วนราชการ or จาก; else what stands right of, or in the line below, the letter's number."""
    for line in lines:
        named = _after(line, _FROM)
        if named:
            return _TELEPHONE.sub("", named).strip(" :")
    for n, line in enumerate(head):
        if _begins(line, ("ที่",)):
            beside = [part for part in _parts(line)[1:] if not _is_fact(part)]
            below = [part for near in head[n + 1 : n + 2] for part in _parts(near) if not _is_fact(part)]
            return next(iter([*beside, *below]), "")
    return ""


def _is_fact(part: str) -> bool:
    """A number or a date, not a name."""
    return bool(numbers_in(part)) or "valid-date" in parse_date(part).proofs or not re.search("[ก-ฮ]{3}", part)


def _subject(lines: Sequence[Line]) -> str:
    """What follows เรื่อง, on the lines down to the next heading."""
    for n, line in enumerate(lines):
        first = _after(line, _SUBJECT)
        if first:
            more = takewhile(lambda near: not _begins(near, _HEADINGS), lines[n + 1 : n + 3])
            return fold(" ".join([first, *(without_leaders(near.text) for near in more)]))
    return ""


def _circular(lines: Sequence[Line], own: str) -> str:
    """The number under อ้างถึง, else the first other number on the page; of several the one with ว first."""
    for n, line in enumerate(lines):
        if _begins(line, _REFERENCE):
            near = [line, *takewhile(lambda other: not _begins(other, _HEADINGS), lines[n + 1 : n + 2])]
            quoted = _numbers(near, own)
            if quoted:
                return quoted[0]
    quoted = _numbers(lines, own)
    return quoted[0] if quoted else ""


def _numbers(lines: Sequence[Line], own: str) -> list[str]:
    found = [number for line in lines for number in numbers_in(spaced(line.chars)) if number != own]
    return sorted(found, key=lambda number: "/ว" not in number)


def _begins(line: Line, words: Sequence[str]) -> bool:
    return _after(line, words) is not None


def _after(line: Line, words: Sequence[str]) -> str | None:
    """The text that follows one of the words where it begins the line; None where none does."""
    text = dense(line)
    for word in map(dense_text, words):
        least = LEAST if len(word) > 4 else 0.9
        match = next((m for m in matches(word, text.text[: len(word) + 3], least) if m.start <= 1), None)
        if match:
            _, last = span(text, match)
            return without_leaders(_ASIDE.sub("", spaced(line.chars[last + 1 :])))
    return None


def _parts(line: Line) -> list[str]:
    """The line's texts, parted by leaders and wide white space."""
    texts, wide = [""], WIDE * (line.box.bottom - line.box.top)
    for char in line.chars:
        if char.leader or (char.text.isspace() and char.box.right - char.box.left > wide):
            texts.append("")
        else:
            texts[-1] += char.text
    return [text for text in map(without_leaders, texts) if text]
