"""Word, Excel and mail text as the page that was typed: every line once, in order, tables as cells that touch."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from PIL import Image

from intake import body
from intake.typed import Block, Cell, Table, page_of
from intake.types import Page
from intake.unpack import unpack
from tests.intake.material import encoded, mail, sheet

NAMED = "๑. ชื่อ....นายสมชาย.... นามสกุล....ใจดี...."


def word(document: object) -> bytes:
    file = io.BytesIO()
    document.save(file)  # type: ignore[attr-defined]
    return file.getvalue()


def page(content: bytes, name: str, work: Path) -> Page:
    found = unpack(content, name, work)
    assert found.problems == ()
    [one] = found.pages
    return one


def texts(one: Page) -> list[str]:
    return [line.text for line in one.lines]


def test_word_is_one_page_of_its_lines(tmp_path: Path) -> None:
    document = Document()
    paragraph = document.add_paragraph("๑. ชื่อ....")
    for piece in ("นายสม", "ชาย", ".... นามสกุล....ใจดี...."):
        paragraph.add_run(piece)
    document.add_page_break()
    document.add_paragraph("มือถือ\t08 0000 0000\nE-mail a@b.example")
    one = page(word(document), "a.docx", tmp_path)
    assert one.typed and [text for text in texts(one) if text] == [NAMED, "มือถือ  08 0000 0000", "E-mail a@b.example"]
    with Image.open(one.image) as picture:
        assert picture.size == (one.width, one.height) and picture.convert("L").getextrema() == (0, 255)


CONTROL = "<w:sdt {0}><w:sdtContent><w:p><w:r><w:t>{1}</w:t></w:r></w:p></w:sdtContent></w:sdt>"
CHANGED = "<w:p {0}><w:ins><w:r><w:t>{1}</w:t></w:r></w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del></w:p>"
BOXED = (
    "<w:p {0}><w:r><w:pict><v:textbox xmlns:v='urn:schemas-microsoft-com:vml'><w:txbxContent><w:p><w:r><w:t>{1}</w:t></w:r></w:p>"
    "</w:txbxContent></v:textbox></w:pict></w:r></w:p>"
)


@pytest.mark.parametrize("xml", [CONTROL, CHANGED, BOXED], ids=["content control", "tracked change", "text box"])
def test_word_hides_no_text(xml: str, tmp_path: Path) -> None:
    document = Document()
    document.element.body.insert(0, parse_xml(xml.format(nsdecls("w"), NAMED)))
    assert [text for text in texts(page(word(document), "a.docx", tmp_path)) if text] == [NAMED]


def test_a_word_table_is_cells_that_touch(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text, table.cell(1, 0).text = "ชื่อ", "สมชาย", "นามสกุล"
    lines = page(word(document), "a.docx", tmp_path).lines
    cells = [line.cell for line in lines if line.cell]
    assert [line.text for line in lines if line.cell] == ["ชื่อ", "สมชาย", "นามสกุล", ""]
    assert cells[0][2] == cells[1][0] and cells[0][3] == cells[2][1] and cells[3][:2] == (cells[1][0], cells[2][1])


def test_a_scan_pasted_into_word_is_its_picture(tmp_path: Path) -> None:
    document = Document()
    document.add_picture(io.BytesIO(encoded(sheet(1240, 1754), "PNG")))
    one = page(word(document), "a.docx", tmp_path)
    assert not one.typed and (one.width, one.height) == (1240, 1754)


def test_excel_is_one_page_as_it_looks(tmp_path: Path) -> None:
    book = Workbook()
    form = book.active
    assert form is not None
    form["A1"], form["A2"], form["B2"] = "แบบรายงานรายชื่อผู้ประสานงานซึ่งยาวกว่าช่อง", "ชื่อ", "สมชาย"
    form["A3"], form["B3"], form["A4"] = "มือถือ", 812345678, "โทรศัพท์"
    form["B3"].number_format = "0000000000"
    form.merge_cells("B4:C4")
    form["B4"] = 53000000
    hidden = book.create_sheet("hidden")
    hidden["A1"], hidden.sheet_state = "nobody sees it", "hidden"
    lines = page(word(book), "a.xlsx", tmp_path).lines
    written = [line.text for line in lines if line.text]
    assert written == ["แบบรายงานรายชื่อผู้ประสานงานซึ่งยาวกว่าช่อง", "ชื่อ", "สมชาย", "มือถือ", "0812345678", "โทรศัพท์", "53000000"]
    title, first = lines[0], next(line for line in lines if line.text == "สมชาย")
    assert title.cell and first.cell and title.cell[2] > first.cell[0]


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx"])
def test_xml_entities_are_not_unfolded(name: str, tmp_path: Path) -> None:
    whole = io.BytesIO(word(Document()) if name == "a.docx" else word(Workbook()))
    main = "word/document.xml" if name == "a.docx" else "xl/workbook.xml"
    out = io.BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            bomb = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10 if n else b"lol") for n in range(12))
            hostile = b'<?xml version="1.0"?><!DOCTYPE x [' + bomb + b"]><x>&e11;</x>"
            new.writestr(info.filename, hostile if info.filename == main else old.read(info))
    found = unpack(out.getvalue(), name, tmp_path)
    assert [each.code for each in found.problems] == [f"{name[2:]}-broken"]


def bodies(content: bytes, work: Path) -> list[list[str]]:
    return [texts(document.pages[0]) for document in unpack(content, "m.eml", work).bodies]


def test_the_text_of_a_mail_may_be_a_page(tmp_path: Path) -> None:
    found = unpack(mail(text=f"แบบรายงาน\n> {NAMED}\n\n-- \nสมชาย"), "m.eml", tmp_path)
    [document] = found.bodies
    assert document.is_body and document.pages[0].typed and NAMED in texts(document.pages[0])
    assert found.documents == () and [problem.code for problem in found.problems] == ["no-document"]


def test_flowed_lines_go_on() -> None:
    assert body.of_text("> one \n> two\nthree\n-- \nme", flowed=True) == ["one two", "three", "-- ", "me"]
    assert body.of_text("one \ntwo", flowed=False) == ["one ", "two"]


def test_tables_of_a_html_mail_are_tables() -> None:
    html = "<style>p{}</style><p>เรียน&nbsp;ท่าน<br>x</p><table><tr><td>ชื่อ<td colspan=2>สม<b>ชาย</b></tr><tr><th>นามสกุล<td>ใจดี</table>end"
    rows = ((Cell(("ชื่อ",)), Cell(("สมชาย",), 2)), (Cell(("นามสกุล",)), Cell(("ใจดี",))))
    assert [block for block in body.of_html(html) if block] == ["เรียน\xa0ท่าน", "x", Table(rows), "end"]


def test_tables_that_only_lay_out_are_lines() -> None:
    html = "<table><tr><td><p>one</p><table><tr><td>a<td>b</table><p>two</p></td></tr></table>"
    assert [block for block in body.of_html(html) if block] == ["one", Table(((Cell(("a",)), Cell(("b",))),)), "two"]


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
CELLS = st.builds(lambda lines, span: Cell(tuple(lines), span), st.lists(TEXTS, max_size=3), st.integers(1, 4))
TABLES = st.lists(st.lists(CELLS, max_size=4).map(tuple), max_size=4).map(lambda rows: Table(tuple(rows)))
BLOCKS: st.SearchStrategy[list[Block]] = st.lists(st.one_of(TEXTS, TABLES), max_size=5)


def letters(pieces: Iterable[str]) -> list[str]:
    return sorted("".join("".join(pieces).split()))


def written(block: Block) -> list[str]:
    return [block] if isinstance(block, str) else [line for row in block.rows for cell in row for line in cell.lines]


@settings(max_examples=40, deadline=None)
@given(BLOCKS)
def test_whatever_was_typed_is_on_the_page_once(tmp_path_factory: pytest.TempPathFactory, blocks: list[Block]) -> None:
    one, cut = page_of(blocks, tmp_path_factory.getbasetemp() / "typed.png")
    assert letters(text for block in blocks for text in written(block)) == letters(texts(one)) and not cut
    for line in one.lines:
        assert line.box[0] < line.box[2] and (line.cell is None or line.cell[0] <= line.box[0] < line.cell[2])


TAGS = st.sampled_from(["<table>", "<tr>", "<td>", "</td>", "</table>", "x", "<br>", "<style>"])


@given(st.one_of(st.text(max_size=80), st.lists(TAGS).map("".join)))
def test_any_html_gives_its_text(html: str) -> None:
    assert all(isinstance(block, str | Table) for block in body.of_html(html))
