"""Pages without a wanted form are told apart."""

from __future__ import annotations

import pytest

from ocr.types import Reading, Upright
from rules.pages import other_page
from tests.support.typeset import HEIGHT, WIDTH, page, table

PAGES = {
    "letter": ["ที่ ลพ 0015/1", "เรื่อง ส่งรายชื่อผู้ประสานงาน", "เรียน ผู้ว่าราชการจังหวัด", "ตามหนังสือที่อ้างถึง", "ขอแสดงความนับถือ"],
    "memo": ["บันทึกข้อควาบ", "ส่วนราชการ สำนักงานทดสอบ", "ที่ ทส 1/1", "เรื่อง ขอส่งรายชื่อ"],
    "cover": ["FAX", "จาก สำนักงานทดสอบ", "ถึง สำนักงานจังหวัด", "โทรสาร 0-5300-0000", "จำนวน 2 แผ่น (รวมใบปะหน้า)"],
    "form": ["แบบใบลาป่วย ลาคลอดบุตร ลากิจส่วนตัว", "เขียนที่…………", "เรื่อง ขอลากิจ", "เรียน ผู้อำนวยการ", "ข้าพเจ้า…………ตำแหน่ง…………"],
    "other": ["SPECIAL OFFER !!!", "Toner & Fax Paper -50%"],
    "blank": ["."],
}
KINDS = {"memo": "letter"}


@pytest.mark.parametrize("name", sorted(PAGES))
def test_kinds_of_pages(name: str) -> None:
    told = other_page(page(PAGES[name]))
    assert told.kind == KINDS.get(name, name)
    assert told.reason and all("\u0e00" <= letter <= "\u0e7f" or letter == " " for letter in told.reason)


def test_the_covering_letters_words() -> None:
    told = other_page(page(PAGES["letter"]))
    assert (told.code, told.reason) == ("no-form", "หนังสือนำส่ง ไม่มีแบบรายงาน")


def test_a_table_and_an_empty_reading() -> None:
    rows = table([["ลำดับ", "รายการ", "ราคา"], ["1", "กระดาษ", "100"], ["2", "หมึก", "900"]])
    assert other_page(Reading(rows, Upright(WIDTH, HEIGHT), "typeset/1")).kind == "table"
    assert other_page(Reading((), Upright(WIDTH, HEIGHT), "typeset/1")).kind == "blank"
