"""What a page is that holds no form which was asked for."""

from __future__ import annotations

from collections.abc import Sequence

from ocr.types import Reading
from rules.covering import covering
from rules.dense import dense
from rules.printed import begins
from rules.types import OtherPage

FEWEST_LETTERS = 6  # fewer on the whole page: nothing is written

_LETTER = ("บันทึกข้อความ", "ส่วนราชการ", "เรื่อง", "เรียน", "ที่", "อ้างถึง", "สิ่งที่ส่งมาด้วย", "จึงเรียนมาเพื่อ", "ขอแสดงความนับถือ", "ด่วนที่สุด")
_COVER = ("FAX", "โทรสาร", "ใบนำส่งโทรสาร", "จำนวนหน้า", "รวมใบปะหน้า", "จำนวน", "ถึง", "จาก", "FROM", "TO", "PAGES")
_FORM_TITLE = ("แบบ", "ใบลา", "ใบสมัคร", "ใบคำขอ", "ใบเบิก", "ใบแจ้ง", "แบบฟอร์ม", "แบบใบลา", "คำขอ", "แบบตอบรับ")


def other_page(reading: Reading) -> OtherPage:
    """The kind of a page without a wanted form, with a stable code and the reason in Thai."""
    texts = [text for line in reading.lines if (text := dense(line).text)]
    if sum(len(text) for text in texts) < FEWEST_LETTERS:
        return OtherPage("blank", "blank-page", "หน้าว่าง ไม่มีข้อความ")
    letter, cover = _count(_LETTER, texts), _count(_COVER, texts)
    if (cover >= 3 and cover > letter) or _begins(("FAX", "ใบนำส่งโทรสาร", "ใบปะหน้าโทรสาร"), texts[:2]):
        return OtherPage("cover", "no-form", "ใบปะหน้าโทรสาร ไม่มีแบบรายงาน", covering(reading))
    if _begins(_FORM_TITLE, texts[:2]):
        return OtherPage("form", "other-form", "เป็นแบบฟอร์มอื่น ไม่ใช่แบบรายงานที่ขอ")
    if _begins(("บันทึกข้อความ",), texts[:4]) or letter >= 2:
        return OtherPage("letter", "no-form", "หนังสือนำส่ง ไม่มีแบบรายงาน", covering(reading))
    if len({line.cell for line in reading.lines if line.cell is not None}) >= 6:
        return OtherPage("table", "no-form", "เป็นตาราง ไม่มีแบบรายงาน")
    return OtherPage("other", "no-form", "ไม่พบแบบรายงานในหน้านี้")


def _begins(words: Sequence[str], texts: Sequence[str]) -> bool:
    return _count(words, texts) > 0


def _count(words: Sequence[str], texts: Sequence[str]) -> int:
    """How many of the words begin a line."""
    return sum(any(begins(word, text) for text in texts) for word in words)
