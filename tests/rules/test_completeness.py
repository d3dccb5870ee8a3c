"""Pages that are claimed and not there, pages cut short and forms without their foot are noted in words; whole faxes are not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr.types import Reading, Upright
from rules.completeness import NOTES, Sheet, cover_count, header_count, notes
from rules.forms import builtin_forms
from rules.types import Decided, DecidedForm
from tests.support.typeset import HEIGHT, WIDTH, line, page

FORM = builtin_forms()[0]
MISSING = Decided("", "", 0.0, False, proofs=("no-place",))


def sheets(count: int, **changes: object) -> list[Sheet]:
    return [replace(Sheet(number, page(["หน้าหนึ่ง"]), inches=11.6), **changes) for number in range(1, count + 1)]  # type: ignore[arg-type]


def codes(found: list[Sheet], claimed: int | None = None, by_gateway: bool = True) -> list[str]:
    return [note.code for note in notes(found, claimed, by_gateway)]


@pytest.mark.parametrize(
    ("count", "claimed", "by_gateway", "expected"),
    [
        (2, 2, True, []),
        (2, None, True, []),
        (2, 3, True, ["pages-missing"]),
        (2, 3, False, ["pages-missing"]),
        (3, 2, True, ["pages-extra"]),
        (3, 2, False, []),
        (0, 2, True, []),
    ],
)
def test_what_was_claimed_is_what_came(count: int, claimed: int | None, by_gateway: bool, expected: list[str]) -> None:
    assert codes(sheets(count), claimed, by_gateway) == expected


def test_the_note_says_how_many_of_how_many() -> None:
    [note] = notes(sheets(2), 3, by_gateway=True)
    assert note.reason == "เครื่องรับโทรสารแจ้งว่ามี ๓ หน้า แต่ได้รับ ๒ หน้า เอกสารไม่ครบหน้า ควรขอให้ส่งใหม่"


def test_a_cover_sheet_and_a_header_are_believed_where_the_gateway_counts_what_came() -> None:
    cover = Sheet(1, page(["FAX", "จำนวน 3 แผ่น (รวมใบปะหน้า)"]), kind="cover")
    assert codes([cover, *sheets(1)], 2) == ["pages-missing"]
    assert codes([cover, *sheets(2)], 3) == []
    headed = [replace(sheet, reading=replace(page(["x"]), header=f"05/03 08:15 P.0{sheet.number}/03")) for sheet in sheets(2)]
    assert codes(headed, 2) == ["pages-missing"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("จำนวนหน้า (รวมใบปะหน้า)………3………หน้า", 3),
        ("จำนวน ๒ หน้า รวมใบปะหน้า", 2),
        ("จำนวนทั้งสิ้น 4 แผ่น", 4),
        ("รวม 3 แผ่น", 3),
        ("จำนวนหน้ารวมใบปะหน้า: 2", 2),
        ("No. of pages : 3", 3),
        ("PAGES (including cover): 2", 2),
        ("Total Pages incl. cover 5", 5),
        ("จำนวนหน้า………", None),
        ("จำนวนเงิน 3 บาท", None),
        ("Page 1/3", None),
        ("จำนวน 999 หน้า", None),
        ("โทรสาร 0-5300-0001", None),
    ],
)
def test_what_a_cover_sheet_says(text: str, count: int | None) -> None:
    assert cover_count(page(["ใบนำส่งโทรสาร", text])) == count


@pytest.mark.parametrize(
    ("header", "count"),
    [
        ("05-MAR-2018 08:15 FROM:0-5300-0001 P.01/03", 3),
        ("MAR 05 2018 OFFICE PAGE 2 OF 2", 2),
        ("5 มี.ค. 61 หน้า ๑/๒", 2),
        ("05/03/2018 08:15 0-5300-0001 P.01", None),
        ("05/03/2018 08:15", None),
        ("P.03/02", None),
        ("", None),
    ],
)
def test_what_a_header_says(header: str, count: int | None) -> None:
    assert header_count(header) == count


def test_a_page_far_shorter_than_a4_is_to_be_sent_again() -> None:
    assert codes(sheets(1, inches=5.4)) == ["page-cut-short"]
    assert codes(sheets(1, inches=10.6)) == codes(sheets(1, inches=None)) == []


def form(there: int) -> DecidedForm:
    names = [field.name for field in FORM.fields]
    return DecidedForm(FORM, {name: Decided("x", "x", 1.0, True) if n < there else MISSING for n, name in enumerate(names)})


def ending_at(share: float) -> Reading:
    return Reading((line("เบอร์โทรศัพท์", share * HEIGHT - 40),), Upright(WIDTH, HEIGHT), "typeset/1")


def test_a_form_whose_foot_fell_off_the_page_is_to_be_sent_again() -> None:
    count = len(FORM.fields)
    assert codes(sheets(1, form=form(count - 2), reading=ending_at(0.97))) == ["form-cut-off"]
    assert codes(sheets(1, form=form(count - 2), reading=ending_at(0.6))) == []  # typed anew, without them
    assert codes(sheets(1, form=form(count), reading=ending_at(0.97))) == []


@given(st.text(max_size=60), st.integers(0, 50), st.integers(0, 3), st.booleans())
def test_any_text_gives_notes_in_thai_or_none(text: str, claimed: int, count: int, by_gateway: bool) -> None:
    found = [replace(sheet, reading=replace(page([text]), header=text), kind="cover") for sheet in sheets(count)]
    for note in notes(found, claimed, by_gateway):
        assert note.code in NOTES and "\u0e2b" in note.reason
