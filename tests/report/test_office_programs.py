"""Our files as an office's own program opens them."""

from __future__ import annotations

import csv
import io
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest
from docx import Document
from sqlalchemy import Engine

from report.docx_letter import LetterError
from report.memo import memo
from report.workbook import ledger_book
from storage.engine import open_engine, writing
from storage.ledger import Ledger, ledger
from storage.migrate import migrate
from tests.support.libreoffice import converted, needs_libreoffice
from tests.support.office import MORNING, Office

DAY = date(2018, 3, 21)
CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"  # UTF-8, cells as shown


@pytest.fixture
def found(tmp_path: Path) -> Ledger:
    engine: Engine = open_engine(f"sqlite:///{tmp_path / 'a.db'}")
    migrate(engine)
    with writing(engine) as session:
        office = Office(session)
        one, two = office.agency("ที่ทำการปกครองปั๊มน้ำ", "district", "เหนือ"), office.agency("สำนักงานผู้ใหญ่ญี่ปุ่น")
        one.code = "0007"
        circular = office.circular(one, two, office.agency("ค", "local", "ใต้"))
        circular.number = "ทส ๐๐๑๗/ว ๑"
        office.form(circular, one, receipt=office.receipt(MORNING + timedelta(days=9)))
        return ledger(session, circular.id)


@needs_libreoffice
def test_thai_text_dates_and_leading_zeros_are_right_in_libreoffice(found: Ledger, tmp_path: Path) -> None:
    text = converted(ledger_book([found]), "a.xlsx", CSV, tmp_path).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[1][:6] == ["0007", "ที่ทำการปกครองปั๊มน้ำ", "อำเภอ", "เหนือ", "ตรวจแล้ว", "30/03/2018 09:00:00"]


@needs_libreoffice
def test_the_memorandum_is_one_page(found: Ledger, tmp_path: Path) -> None:
    converted(memo(found, DAY, {}, "สำนักงานตัวอย่าง"), "memo.docx", "pdf", tmp_path)
    said = subprocess.run(["pdfinfo", tmp_path / "memo.pdf"], check=True, capture_output=True, text=True).stdout
    assert "Pages:           1\n" in said


def test_the_memorandum_says_it_by_group_and_district(found: Ledger) -> None:
    document = Document(io.BytesIO(memo(found, DAY, {}, "สำนักงาน <ตัวอย่าง>")))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "สำนักงาน <ตัวอย่าง>" in text and "ที่ ทส ๐๐๑๗/ว ๑" in text and "ตอบแล้ว ๑ จาก ๓ หน่วย (ร้อยละ ๓๓.๓)" in text
    rows = [[cell.text.strip() for cell in row.cells] for row in document.tables[0].rows]
    assert rows[1:] == [
        ["ส่วนราชการ", "๑", "๐", "๐", "๑", "๐.๐"],
        ["อำเภอ", "๑", "๑", "๑", "๐", "๑๐๐.๐"],
        ["องค์กรปกครองส่วนท้องถิ่น", "๑", "๐", "๐", "๑", "๐.๐"],
        ["อำเภอใต้", "๑", "๐", "๐", "๑", "๐.๐"],
        ["รวม", "๓", "๑", "๑", "๒", "๓๓.๓"],
    ]


def test_the_offices_own_template_wins_and_a_wrong_one_is_said(found: Ledger, tmp_path: Path) -> None:
    own = Document()
    own.add_paragraph("ครุฑ {{ answered }}")
    own.save(str(tmp_path / "memo.docx"))
    assert Document(io.BytesIO(memo(found, DAY, {}, "ก", tmp_path))).paragraphs[0].text == "ครุฑ ตอบแล้ว ๑ จาก ๓ หน่วย (ร้อยละ ๓๓.๓)"
    own.add_paragraph("{{ answred }}")
    own.save(str(tmp_path / "memo.docx"))
    with pytest.raises(LetterError, match="answred"):
        memo(found, DAY, {}, "ก", tmp_path)
