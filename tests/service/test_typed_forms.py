"""The form typed into Word, Excel or the mail itself is read from its text, each field with that as its proof, and accepted."""

from __future__ import annotations

import io
from email.message import EmailMessage
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook

from rules.decide import Knowledge
from rules.forms import builtin_forms
from rules.lists import load_lists
from rules.roster import load_roster
from service.contract import Json, as_json
from service.one_fax import Tools, read_file
from tests.support.faxes import ROSTER

TITLE = "แบบรายงานรายชื่อผู้ประสานงาน"
# Invented; label, value as typed, canonical value.
ROWS = [
    ("หน่วยงาน", "ที่ว่าการอำเภอเมืองลำพูน", "ที่ว่าการอำเภอเมืองลำพูน"),
    ("ชื่อ", "นางสาวกานดา", "กานดา"),
    ("นามสกุล", "มีสุขดี", "มีสุขดี"),
    ("ตำแหน่ง", "นักวิชาการคอมพิวเตอร์", "นักวิชาการคอมพิวเตอร์"),
    ("สังกัด", "สำนักปลัด", "สำนักปลัด"),
    ("เบอร์โทรศัพท์", "0 5351 1000 ต่อ 12", "+6653511000;ext=12"),
    ("มือถือ", "๐๘๙-๐๐๐-๐๐๐๑", "+66890000001"),
    ("E-mail", "kanda_m@example.go.th", "kanda_m@example.go.th"),
    ("ID Line", "kanda.m", "kanda.m"),
]
LINES = [TITLE, "", *(f"{label}....{value}...." for label, value, _ in ROWS)]
BLANK = [TITLE, "", *(f"{label}........................" for label, _, _ in ROWS)]


def mail(text: str = "", html: str = "", *files: tuple[bytes, str]) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"], message["Message-ID"] = "a@agency.example", "ส่งแบบตอบ", "<a@agency.example>"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    for content, name in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def word(lines: list[str], table: bool = False) -> bytes:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    if table:
        grid = document.add_table(len(ROWS), 2)
        for number, (label, value, _) in enumerate(ROWS):
            grid.cell(number, 0).text, grid.cell(number, 1).text = label, value
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def excel() -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet["A1"] = TITLE
    for number, (label, value, _) in enumerate(ROWS, 3):
        sheet.cell(number, 1, label)
        sheet.cell(number, 2, value)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.fixture(scope="module")
def tools() -> Tools:
    return Tools(builtin_forms(), Knowledge(load_roster(ROSTER), load_lists()))


def answer(content: bytes, name: str, work: Path, tools: Tools) -> Json:
    return as_json(name, read_file(content, name, work, tools), 0.0)


def assert_read(form: Json) -> None:
    fields = form["fields"]
    names = ["agency", "first_name", "last_name", "position", "affiliation", "phone", "mobile", "email", "line_id"]
    assert [fields[name]["value"] for name in names] == [value for _, _, value in ROWS] and fields["title"]["value"] == "นางสาว"
    assert all(field["box"] is None and not field["hand"] and "text-layer" in field["proofs"] for field in fields.values())


HTML = f"<p>{TITLE}</p><table>" + "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value, _ in ROWS) + "</table>"


@pytest.mark.parametrize(
    ("content", "name"),
    [(word(LINES), "a.docx"), (word([TITLE], table=True), "a.docx"), (excel(), "a.xlsx"), (mail("", "", (word(LINES), "a.docx")), "a.eml")],
    ids=["lines in Word", "a table in Word", "Excel", "attached"],
)
def test_documents_that_were_typed(content: bytes, name: str, tmp_path: Path, tools: Tools) -> None:
    found = answer(content, name, tmp_path, tools)
    [form] = found["forms"]
    assert form["page"] == 1 and found["other_pages"] == [] and [each["pages"] for each in found["documents"]] == [1]
    assert_read(form)


@pytest.mark.parametrize(
    ("text", "html"),
    [("\n".join(LINES), ""), ("\n".join(f"> {line}" for line in LINES), ""), ("", HTML), ("see the table", HTML)],
    ids=["plain", "in the quoted letter", "HTML alone", "HTML beside plain"],
)
def test_the_form_typed_into_the_mail_is_its_only_page(text: str, html: str, tmp_path: Path, tools: Tools) -> None:
    found = answer(mail(text, html), "a.eml", tmp_path, tools)
    [form] = found["forms"]
    assert form["page"] == 1 and found["documents"] == [] and found["other_pages"] == []
    assert_read(form)


def test_it_comes_after_the_documents(tmp_path: Path, tools: Tools) -> None:
    letter = word(["บันทึกข้อความ", "เรื่อง ส่งแบบรายงาน", "เรียน ผู้ว่าราชการจังหวัด", "จึงเรียนมาเพื่อโปรดทราบ"])
    found = answer(mail("\n".join(LINES), "", (letter, "letter.docx")), "a.eml", tmp_path, tools)
    assert [form["page"] for form in found["forms"]] == [2] and [page["page"] for page in found["other_pages"]] == [1]
    assert [each["name"] for each in found["documents"]] == ["letter.docx"]


SIGNED = ["ส่งแบบตามที่แนบ", "ชื่อ กานดา นามสกุล มีสุขดี", "ตำแหน่ง นักวิชาการคอมพิวเตอร์", "โทร. 0 5351 1000", "E-mail kanda_m@example.go.th"]


@pytest.mark.parametrize("text", [BLANK, SIGNED, ["เรียน ท่าน", "ส่งเอกสาร"]], ids=["blank form quoted", "a signature", "a greeting"])
def test_text_beside_the_form_is_no_page(text: list[str], tmp_path: Path, tools: Tools) -> None:
    found = answer(mail("\n".join(text), "", (word(LINES), "a.docx")), "a.eml", tmp_path, tools)
    assert [form["page"] for form in found["forms"]] == [1] and found["other_pages"] == []
