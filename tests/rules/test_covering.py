"""What a covering letter or cover sheet says of itself is found where the regulation on correspondence puts it."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.covering import covering
from rules.types import Covering
from tests.support.typeset import page

EXTERNAL = [
    "ที่ ลพ ๐๐๓๒.๑/๕๗      สำนักงานทดสอบจังหวัดลำพูน",
    "ถนนอินทยงยศ ลพ ๕๑๐๐๐",
    "๑๕ มีนาคม ๒๕๖๑",
    "เรื่อง  ส่งแบบรายงานรายชื่อผู้ประสานงาน",
    "การประชาสัมพันธ์ของส่วนราชการ",
    "เรียน  ผู้ว่าราชการจังหวัดลำพูน",
    "อ้างถึง  หนังสือจังหวัดลำพูน ด่วนที่สุด ที่ ลพ ๐๐๑๗.๒/ว ๑๒๓๔",
    "ลงวันที่ ๑๒ มีนาคม ๒๕๖๑",
    "ตามหนังสือที่อ้างถึง จังหวัดลำพูนขอให้ส่งรายชื่อ",
]
MEMORANDUM = [
    "บันทึกข้อความ",
    "ส่วนราชการ……สำนักงานเกษตรอำเภอทดสอบ โทร. ๐ ๕๓๐๐ ๐๐๐๐",
    "ที่ ลพ ๑๒๐๘/๙……วันที่……๑ เมษายน ๒๕๖๑",
    "เรื่อง……ส่งรายชื่อผู้ประสานงาน",
    "เรียน  ผู้ว่าราชการจังหวัด",
    "ตามหนังสือ ลพ ๐๐๑๗.๒/ว ๑๒๓๔ นั้น",
]
COVER = ["ใบนำส่งโทรสาร (FAX)", "ถึง (TO) : สำนักงานจังหวัดลำพูน", "จาก (FROM) : เทศบาลตำบลทดสอบ", "เรื่อง (SUBJECT) : ส่งรายชื่อ", "จำนวน ๒ แผ่น"]
CIRCULAR = "ลพ 0017.2/ว1234"


def test_an_external_letter() -> None:
    told = covering(page(EXTERNAL))
    subject = "ส่งแบบรายงานรายชื่อผู้ประสานงาน การประชาสัมพันธ์ของส่วนราชการ"
    assert told == Covering("ลพ 0032.1/57", date(2018, 3, 15), "สำนักงานทดสอบจังหวัดลำพูน", subject, CIRCULAR)


def test_a_memorandum() -> None:
    told = covering(page(MEMORANDUM))
    assert told == Covering("ลพ 1208/9", date(2018, 4, 1), "สำนักงานเกษตรอำเภอทดสอบ", "ส่งรายชื่อผู้ประสานงาน", CIRCULAR)


def test_a_fax_cover_sheet_has_no_number() -> None:
    assert covering(page(COVER)) == Covering("", None, "เทศบาลตำบลทดสอบ", "ส่งรายชื่อ", "")


def test_a_number_and_day_left_blank_stay_empty() -> None:
    told = covering(page(["ที่ ลพ ๐๐๓๒/      โรงเรียนทดสอบ", "มีนาคม ๒๕๖๑", *EXTERNAL[3:]]))
    assert (told.number, told.dated, told.sender, told.circular) == ("", None, "โรงเรียนทดสอบ", CIRCULAR)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text("ที่ลงวันเรอจาก .๐๑/ว:()FROM…", max_size=20), max_size=6))
def test_any_page_gives_facts_or_none(texts: list[str]) -> None:
    told = covering(page(texts))
    assert told.number == "" or "/" in told.number
