"""Whether all of it came: the pages that somebody claims against those that are there, and pages that end early."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ocr.types import Reading
from rules.text import THAI_DIGITS, arabic_digits
from rules.types import DecidedForm

A4_INCHES = 11.69
SHORT = 0.65  # of A4: half a sheet is A5, and what a fax machine repaired has lost a tenth of its lines at most
AT_THE_END = 0.93  # of the page's height: what stands so low has nothing beneath it
LOST_LABELS = 2  # at the form's foot: who types a form anew may leave one out
MOST_PAGES = 40  # a larger number on a cover sheet or in a header is misread
NOTES = ("pages-missing", "pages-extra", "page-cut-short", "form-cut-off")
INCOMPLETE = ("pages-missing", "page-cut-short", "form-cut-off")

_OF = re.compile(r"(?:\bP(?:AGE|G)?[.:]?\s*|หน้า\s*)0*(\d{1,3})\s*(?:/|OF|จาก)\s*0*(\d{1,3})(?!\d)", re.I)
_ALL = r"(?:ทั้งหมด|ทั้งสิ้น|รวมใบปะหน้า|รวมหน้านี้|รวม)*[:.=]*0*(\d{1,3})"
_COUNTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:จำนวนหน้า|จำนวนแผ่น){_ALL}(?!\d)",
        rf"(?:จำนวน|รวม){_ALL}(?:หน้า|แผ่น)",
        r"(?:NO\.?|NUMBER|TOTAL)?(?:OF)?PAGES?(?:INCL[A-Z]*\.?(?:THE)?COVER[A-Z]*)?[:.=]*0*(\d{1,3})(?![\d/])",
    )
)
_ASIDE = re.compile(r"\([^)]*\)?")
"""What stands in brackets, as (รวมใบปะหน้า)."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page that came. number: over the message; inches: how long the paper was, None where that is not known (no fax)."""

    number: int
    reading: Reading | None
    form: DecidedForm | None = None
    kind: str | None = None
    inches: float | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something that a person should know. code: stable; reason: Thai."""

    code: str
    reason: str


def notes(sheets: Sequence[Sheet], claimed: int | None, by_gateway: bool) -> list[Note]:
    """What is missing, as far as it shows. claimed: pages by the message; by_gateway: it was counted by a machine, not by a person."""
    return [*_counted(sheets, claimed, by_gateway), *(note for sheet in sheets for note in _cut(sheet))]


def _counted(sheets: Sequence[Sheet], claimed: int | None, by_gateway: bool) -> Iterator[Note]:
    """One note at most: the claim that most is missing by, else a machine's count that is smaller than what came."""
    claims = [(claimed, "เครื่องรับโทรสารแจ้ง" if by_gateway else "ข้อความของผู้ส่งแจ้ง")] if claimed else []
    claims += [(count, "ใบปะหน้าแจ้ง") for sheet in sheets if sheet.kind == "cover" and (count := cover_count(sheet.reading))]
    claims += [(count, "หัวกระดาษโทรสารแจ้ง") for sheet in sheets if sheet.reading and (count := header_count(sheet.reading.header))]
    most, who = max(claims, default=(0, ""), key=lambda claim: claim[0])
    if sheets and most > len(sheets):
        yield Note("pages-missing", f"{who}ว่ามี {_thai(most)} หน้า แต่ได้รับ {_thai(len(sheets))} หน้า เอกสารไม่ครบหน้า ควรขอให้ส่งใหม่")
    elif by_gateway and claimed and claimed < len(sheets):
        yield Note("pages-extra", f"{claims[0][1]}ว่ามี {_thai(claimed)} หน้า แต่ได้รับ {_thai(len(sheets))} หน้า โปรดตรวจว่ามีเอกสารอื่นปนมาหรือไม่")


def cover_count(reading: Reading | None) -> int | None:
    """How many pages a cover sheet says there are, itself included; None where it does not say."""
    for line in reading.lines if reading else ():
        text = "".join(char.text for char in line.chars if not char.leader and not char.text.isspace())
        text = _ASIDE.sub("", arabic_digits(text)).upper()
        found = next((match for pattern in _COUNTS if (match := pattern.search(text))), None)
        if found and 0 < int(found[1]) <= MOST_PAGES:
            return int(found[1])
    return None


def header_count(header: str) -> int | None:
    """How many pages the sending machine's line says there are (`P.01/03`); None where it does not say, or nothing sensible."""
    found = _OF.search(arabic_digits(header))
    return int(found[2]) if found and 0 < int(found[1]) <= int(found[2]) <= MOST_PAGES else None


def _cut(sheet: Sheet) -> Iterator[Note]:
    lies = sheet.reading is not None and sheet.reading.upright.turn in (90, 270)
    if sheet.inches is not None and sheet.inches < SHORT * A4_INCHES and not lies and sheet.kind != "blank":
        length = f"หน้า {_thai(sheet.number)} ยาวเพียง {_thai(round(sheet.inches * 2.54))} ซม. สั้นกว่ากระดาษ A4 มาก"
        yield Note("page-cut-short", f"{length} เอกสารไม่ครบหน้า ควรขอให้ส่งใหม่")
    elif sheet.form is not None and sheet.reading is not None and _ends_in_the_form(sheet.form, sheet.reading):
        yield Note("form-cut-off", f"หน้า {_thai(sheet.number)} ไม่มีส่วนท้ายของแบบ เอกสารไม่ครบหน้า ควรขอให้ส่งใหม่")


def _ends_in_the_form(form: DecidedForm, reading: Reading) -> bool:
    """The form's last labels are not there, and the page ends where they would begin."""
    names = [field.name for field in form.definition.fields]
    there = [number for number, name in enumerate(names) if "no-place" not in form.fields[name].proofs]
    lost = len(names) - 1 - max(there, default=-1)
    lowest = max((line.box.bottom for line in reading.lines if line.text.strip()), default=0.0)
    return reading.source == "ink" and lost >= LOST_LABELS and lowest > AT_THE_END * reading.upright.height


def _thai(number: int) -> str:
    return "".join(THAI_DIGITS[int(digit)] for digit in str(number))
