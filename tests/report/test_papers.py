"""Printed papers, letters and texts: what stands in them."""

from __future__ import annotations

import io
import subprocess
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from PIL import Image
from sqlalchemy import Engine

from report.directory_papers import directory_docx, directory_pdf, directory_xlsx
from report.line_text import not_in_group_text, received_text, unanswered_text
from report.register_papers import register_pdf, register_xlsx, stamped
from report.reminder import received, reminder
from storage import register
from storage.engine import open_engine, writing
from storage.ledger import ledger
from storage.migrate import migrate
from storage.tables import Circular, Coordinator, CoordinatorValue
from storage.thai_text import bangkok
from tests.support.office import MORNING, Office
from tests.support.spreadsheet import cells

DAY = date(2018, 3, 26)
PERSON = {
    "title": "นางสาว",
    "first_name": "สมมุติ",
    "last_name": "ทดลอง",
    "phone": "+6653001234;ext=362",
    "email": "a@office.example",
    "line_id": "sm1",
}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """An office with one answer of three, its coordinator, and a register of two lines, one of them cancelled."""
    made = open_engine(f"sqlite:///{tmp_path_factory.mktemp('papers') / 'a.db'}")
    migrate(made)
    with writing(made) as session:
        office = Office(session)
        last, first, other = (
            office.agency("ที่ทำการปั๊มน้ำ", "local", "เหนือ"),
            office.agency("สำนักงานผู้ชี้แจง"),
            office.agency("อื่น", "district", "ใต้"),
        )
        circular = office.circular(first, last, other)
        circular.number, circular.call, circular.send_to, circular.urgency = "ทส ๐๐๑๗.๒/ว ๔๕", "งานสมมุติ", "สำนักงานสมมุติ", "ด่วนที่สุด"
        form = office.form(circular, first)
        for agency in (last, first):
            row = Coordinator(agency_id=agency.id, since=MORNING, form_id=form.id if agency is first else None)
            row.values = [CoordinatorValue(name=name, value=value) for name, value in PERSON.items()]
            session.add(row)
        user, letter = office.user(), office.receipt()
        office.page(letter, kind="letter")
        register.register_new(session, MORNING, "ผวจ.")
        register.cancel(session, register.entries(session, 2561)[1].id, "ลงผิดเรื่อง", user.id, MORNING)
    return made


def text_of(pdf: bytes, folder: Path) -> str:
    path = folder / "a.pdf"
    path.write_bytes(pdf)
    return subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True).stdout


def test_the_texts_for_the_line_group(engine: Engine) -> None:
    with writing(engine) as session:
        found = ledger(session, 1)
    lines = unanswered_text(found, "โทรสาร 0 5300 0000", "งานสมมุติ").splitlines()
    assert lines[:3] == ["เรื่อง แจ้งรายชื่อผู้ประสานงาน", "ครบกำหนดวันศุกร์ที่ ๒๓ มีนาคม ๒๕๖๑", "ยังไม่ตอบ ๒ จาก ๓ หน่วย"]
    assert lines[3:] == [
        "", "อำเภอ (๑)", "- อื่น",
        "", "องค์กรปกครองส่วนท้องถิ่น อำเภอเหนือ (๑)", "- ที่ทำการปั๊มน้ำ",
        "", "ส่งที่ โทรสาร ๐\u00a0๕๓๐๐\u00a0๐๐๐๐", "สอบถาม งานสมมุติ",
    ]  # fmt: skip
    assert received_text(found, MORNING).splitlines()[0] == "รายชื่อหน่วยงานที่จังหวัดได้รับแบบแล้ว ณ วันที่ ๒๑ มีนาคม ๒๕๖๑ เวลา ๐๙.๐๐ น."
    assert "- สำนักงานผู้ชี้แจง" in received_text(found, MORNING) and "สมมุติ" not in received_text(found, MORNING)
    assert not_in_group_text(["ก", "ข"], DAY).splitlines()[1:] == ["๑. ก", "๒. ข"]


@pytest.mark.parametrize(("kind", "salutation"), [("reminder-stamped", "ถึง"), ("reminder-external", "เรียน")])
def test_the_reminder_names_who_has_not_answered_and_leaves_its_number_blank(engine: Engine, kind: str, salutation: str) -> None:
    with writing(engine) as session:
        circular = session.get_one(Circular, 1)
        letter = Document(io.BytesIO(reminder(kind, circular, ledger(session, 1), "สำนักงานตัวอย่าง", DAY)))  # type: ignore[arg-type]
    texts = [paragraph.text for paragraph in letter.paragraphs]
    assert texts[:2] == ["ด่วนที่สุด", "ที่ ทส ๐๐๑๗.๒/ว"]
    assert any(text.startswith(salutation) for text in texts)
    assert ("ขอแสดงความนับถือ" in texts) is (kind == "reminder-external") and ("เรียน" in "".join(texts)[:400]) is (
        kind == "reminder-external"
    )
    assert any("ตามสิ่งที่ส่งมาด้วย จำนวน ๒ หน่วย" in text for text in texts) and "สิ่งที่ส่งมาด้วย" in texts
    said = next(text for text in texts if "ทส ๐๐๑๗.๒/ว ๔๕" in text)
    assert "ด่วนที่สุด ที่ ทส ๐๐๑๗.๒/ว ๔๕ ลงวันที่ ๑๒ มีนาคม ๒๕๖๑" in said
    assert texts.index("งานสมมุติ") > texts.index("\u00a0" * 8 + "มีนาคม ๒๕๖๑"), "whose matter it is stands at the foot, below the date"
    assert [[cell.text for cell in row.cells][:2] for row in letter.tables[0].rows][1:] == [["๑", "ที่ทำการปั๊มน้ำ"], ["๒", "อื่น"]]


def test_the_list_of_received_is_a_page_and_a_picture(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        found = ledger(session, 1)
    page = text_of(received(found, MORNING, "pdf"), tmp_path)
    assert "๑ จาก ๓" in page and "๒๑" in page
    picture = Image.open(io.BytesIO(received(found, MORNING, "png")))
    assert picture.width > 1000 and picture.height < picture.width


def test_the_register_for_print_and_as_workbook(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        found = register.entries(session, 2561)
        page, rows = text_of(register_pdf(found, 2561, "สำนักงานตัวอย่าง"), tmp_path), cells(register_xlsx(found, 2561))
    assert "ประจำปี ๒๕๖๑" in page and "วันที่ ๒๑ มีนาคม ๒๕๖๑" in page
    assert rows[0] == ["เลขทะเบียนรับ", "ที่", "ลงวันที่", "จาก", "ถึง", "เรื่อง", "การปฏิบัติ", "หมายเหตุ"]
    assert [row[0] for row in rows[1:]] == ["1", "2"] and rows[1][3] == "สำนักงานผู้ชี้แจง"
    assert rows[2][7].startswith("ยกเลิก: ลงผิดเรื่อง")


def test_the_stamp_stands_on_the_shown_copy(engine: Engine, tmp_path: Path) -> None:
    sheet = io.BytesIO()
    Image.new("1", (200, 280), 1).save(sheet, "PNG")
    with writing(engine) as session:
        entry = register.entries(session, 2561)[0]
        copy = text_of(stamped([sheet.getvalue(), sheet.getvalue()], entry, "สำนักงานตัวอย่าง"), tmp_path)
    assert "๑/๒๕๖๑" in copy and f"{bangkok(MORNING):%H}".translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")) in copy
    assert copy.count("\f") == 2


def test_the_directory_in_the_order_of_the_addressee_list(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        rows = cells(directory_xlsx(session))
        letter = Document(io.BytesIO(directory_docx(session, 1, DAY, None)))
        page = text_of(directory_pdf(session, 1, DAY), tmp_path)
    assert rows[1][0] == "ที่ทำการปั๊มน้ำ" and rows[1][6] == "0 5300 1234 ต่อ 362", "the workbook follows the roster"
    listed = [[cell.text for cell in row.cells] for row in letter.tables[0].rows][1:]
    assert [row[1] for row in listed] == ["สำนักงานผู้ชี้แจง", "ที่ทำการปั๊มน้ำ"]
    assert (
        listed[0][2] == "นางสาวสมมุติ ทดลอง" and listed[0][4] == "๐\u00a0๕๓๐๐\u00a0๑๒๓๔\u00a0ต่อ\u00a0๓๖๒" and "LINE\u00a0sm1" in listed[0][5]
    )
    assert "a@office.example" in page
