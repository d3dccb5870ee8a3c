"""The totals in words, for the terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from service.evaluate.confusion import NOTHING, Pair, confused, edits
from service.evaluate.reading import PAPERS
from service.evaluate.totals import ALL, Row, Tally, Totals
from service.evaluate.worst import HANDS

PAPER_NAMES = {"fine": "204×196 (fine)", "standard": "204×98 (standard)", "other": "กระดาษแบบอื่น"}
HEADS = ("ชนิดช่อง", "ช่อง", "ถูกต้อง", "ร้อยละ", "อักษรผิด", "ผ่านอัตโนมัติ", "ผ่านแต่ผิด")
WIDTHS = (14, 6, 9, 8, 10, 15, 22)
MOST_CONFUSIONS = 25


def in_words(totals: Totals) -> str:
    """Forms, fields by paper, hand and kind, the letters that are confused most, and the time that it took."""
    return "\n".join([*_forms(totals), *_tables(totals), *_confusions(totals), "", _cost(totals)])


def _forms(totals: Totals) -> list[str]:
    return [
        f"ไฟล์ {totals.files} (เปิดไม่ได้ {totals.in_error})  หน้า {totals.pages}",
        f"แบบตอบ: พบ {totals.forms_found}  หาไม่พบ {totals.forms_missed}  พบทั้งที่ไม่มี {totals.forms_invented}",
        "อักษรผิด: ตัวอักษรที่ผิด ขาด หรือเกิน ต่อตัวอักษรที่เขียน เฉพาะแบบที่พบ; ผ่านแต่ผิด: จากจำนวนที่ผ่านการอ่านอัตโนมัติ",
    ]


def _tables(totals: Totals) -> Iterator[str]:
    for paper in PAPERS:
        for hand in (False, True):
            kinds = [row.kind for row in totals.rows if (row.paper, row.hand) == (paper, hand) and row.kind != ALL]
            if kinds:
                yield from ("", f"{HANDS[hand]} {PAPER_NAMES[paper]}", _line(HEADS))
                yield from (_line(_cells(kind, totals.rows[Row(paper, hand, kind)])) for kind in kinds)
                yield _line(_cells("รวม", totals.rows[Row(paper, hand, ALL)]))
    if whole := totals.rows.get(Row(ALL, None, ALL)):
        yield from ("", _line(HEADS), _line(_cells("ทั้งหมด", whole)))


def _cells(name: str, tally: Tally) -> tuple[str, ...]:
    wrong = f"{tally.wrong} จาก {tally.accepted} ({_share(tally.wrong, tally.accepted)})"
    right, error = _share(tally.right, tally.fields), _share(tally.edits, tally.letters)
    return name, str(tally.fields), str(tally.right), right, error, str(tally.accepted), wrong


def _confusions(totals: Totals) -> Iterator[str]:
    found = confused(totals.pairs)
    yield from ("", f"ตัวอักษรที่อ่านผิดบ่อย (ทั้งหมด {edits(totals.pairs)} แห่ง {len(found)} แบบ)")
    yield from (f"  {count:6}  {_named(pair)}" for pair, count in found[:MOST_CONFUSIONS])


def _named(pair: Pair) -> str:
    written, read = pair
    if read == NOTHING:
        return f"{_standing(written)} ขาดไป"
    return f"{_standing(read)} เกินมา" if written == NOTHING else f"{_standing(written)} → {_standing(read)}"


def _standing(letter: str) -> str:
    """A letter as it can stand alone: a mark on a dotted circle."""
    return f"◌{letter}" if unicodedata.category(letter) == "Mn" else letter


def _cost(totals: Totals) -> str:
    return f"เวลา CPU {totals.cpu:.1f} วินาที ({totals.cpu / max(1, totals.pages):.2f} วินาทีต่อหน้า รวมการโหลดโปรแกรมอ่านและการแกะไฟล์)"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "–"


def _line(cells: Sequence[str]) -> str:
    """The cells in their columns: the first to the left, the others to the right; marks above and below take no room."""
    first, *others = zip(cells, WIDTHS, strict=True)
    return first[0] + " " * (first[1] - _columns(first[0])) + "".join(" " * (width - _columns(cell)) + cell for cell, width in others)


def _columns(text: str) -> int:
    return sum(unicodedata.category(letter) != "Mn" for letter in text)
