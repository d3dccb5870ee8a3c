"""Makes the bundled letter templates anew: `python -m report.letters.build`. Measures by the Regulation on Correspondence, B.E. 2526.

They hold no emblem and no name of an office: each office saves them with its own Garuda and heading, under the same names.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

FOLDER = Path(__file__).parent
FACE, SIZE = "TH SarabunPSK", 16
CENTER, RIGHT, THAI = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.THAI_JUSTIFY
FIRST_LINE = Cm(2.5)
DAY = "\u00a0" * 8  # written when the letter is sent
NOT_YET = "{{ office }}ตรวจสอบแล้ว ยังไม่ได้รับแบบตอบจากหน่วยงาน"
PLEASE = "จำนวน {{ count }} หน่วย จึงขอให้ดำเนินการส่งแบบตอบ{{ send_to }}โดยด่วน"


def page(landscape: bool = False) -> Any:
    """An empty A4 sheet with the margins of an official letter, all in TH Sarabun 16, also for complex scripts."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = (Cm(29.7), Cm(21)) if landscape else (Cm(21), Cm(29.7))
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = Cm(3), Cm(2), Cm(2.5), Cm(2)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FACE, Pt(SIZE)
    style.paragraph_format.space_after, style.paragraph_format.line_spacing = Pt(0), Pt(20)  # the same whichever Sarabun is there
    fonts = style.element.rPr.rFonts
    for script in ("w:cs", "w:eastAsia", "w:hAnsi"):
        fonts.set(qn(script), FACE)
    style.element.rPr.append(_value("w:szCs", str(SIZE * 2)))
    language = OxmlElement("w:lang")
    for name, value in (("w:val", "th-TH"), ("w:bidi", "th-TH")):
        language.set(qn(name), value)
    style.element.rPr.append(language)
    return document


def line(document: Any, *runs: str, align: Any = None, bold: bool = False, size: int = SIZE, first: Any = None, before: int = 0) -> Any:
    """A paragraph; a run that begins with `*` is bold."""
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_before = Pt(before)
    if size > SIZE:
        paragraph.paragraph_format.line_spacing = 1.0
    if first is not None:
        paragraph.paragraph_format.first_line_indent = first
    for text in runs:
        run = paragraph.add_run(text.removeprefix("*"))
        _dress(run, bold or text.startswith("*"), size)
    return paragraph


def body(document: Any, text: str, before: int = 6) -> None:
    """A paragraph of running text."""
    line(document, text, align=THAI, first=FIRST_LINE, before=before)


def rows(
    document: Any, headings: Sequence[str], cells: Sequence[str], loop: str, widths: Sequence[float], centred: Collection[int] = ()
) -> None:
    """A table with a row for each of `loop`; its headings come again on each page. widths: in cm; centred: columns of figures."""
    table = document.add_table(rows=4, cols=len(headings))
    table.style = "Table Grid"
    table.autofit = False
    _row(table.rows[0], headings, True)
    table.rows[0]._tr.get_or_add_trPr().append(_value("w:tblHeader", "true"))
    _row(table.rows[1], [f"{{%tr for row in {loop} %}}"], False)
    _row(table.rows[2], cells, False)
    for n in centred:
        table.rows[2].cells[n].paragraphs[0].alignment = CENTER
    table.rows[2]._tr.get_or_add_trPr().append(_value("w:cantSplit", "true"))
    _row(table.rows[3], ["{%tr endfor %}"], False)
    for n, width in enumerate(widths):
        table.columns[n].width = Cm(width)  # the grid, which LibreOffice goes by
        for row in table.rows:
            row.cells[n].width = Cm(width)  # the cells, which Word goes by


def memo() -> Any:
    """บันทึกข้อความ to the governor: how a circular was answered."""
    document = page()
    line(document, "บันทึกข้อความ", align=CENTER, bold=True, size=29)
    line(document, "*ส่วนราชการ  ", "{{ office }}")
    line(document, "*ที่  ", "{{ number }}", "\t\t\t\t\t\t", "*วันที่  ", "{{ date }}")
    line(document, "*เรื่อง  ", "ผลการตอบหนังสือเวียน เรื่อง {{ subject }}")
    line(document, "เรียน  {{ to }}", before=6)
    body(document, "ตามหนังสือ {{ circular }} เรื่อง {{ subject }} ขอให้ส่วนราชการและหน่วยงานส่งแบบตอบภายใน{{ due }} นั้น")
    body(document, "บัดนี้ มีหน่วยงาน{{ answered }} {{ unanswered }} {{ left }} รายละเอียดตามกลุ่มและอำเภอ ดังนี้")
    line(document, "", size=6)
    headings = ["กลุ่ม / อำเภอ", "ทั้งหมด", "ตอบแล้ว", "หลังกำหนด", "ยังไม่ตอบ", "ร้อยละ"]
    cells = ["{{ row.name }}", "{{ row.asked }}", "{{ row.answered }}", "{{ row.late }}", "{{ row.unanswered }}", "{{ row.share }}"]
    rows(document, headings, cells, "rows", [5.1, 2.4, 2.1, 2.4, 2.2, 1.8], centred=range(1, 6))
    line(document, "{%p if excused %}")
    body(document, "ทั้งนี้ ยกเว้น {{ excused }} หน่วย ไม่นับรวมในตาราง")
    line(document, "{%p endif %}")
    body(document, "จึงเรียนมาเพื่อโปรดทราบ")
    line(document, "(..................................................)", align=CENTER, before=30)
    line(document, "ตำแหน่ง..................................................", align=CENTER)
    return document


def stamped() -> Any:
    """หนังสือประทับตรา: the reminder, in the form of the circular itself (ถึง …, no salutation, no close).

    Form 3 of the Regulation: the office that sends, room for its seal (4.5 cm across) and the initials, the date, whose matter it is.
    """
    document = page()
    line(document, "{{ urgency }}", bold=True, size=26)
    line(document, "ที่ {{ number }}", before=6)
    line(document, "ถึง  {{ to }}", before=12)
    body(document, "ตามหนังสือ {{ circular }} เรื่อง {{ subject }} ขอให้ส่งแบบตอบภายใน{{ due }} นั้น", before=12)
    body(document, f"{NOT_YET}ตามสิ่งที่ส่งมาด้วย {PLEASE} หากได้ส่งแล้วขออภัยมา ณ ที่นี้")
    line(document, "{{ office }}", align=CENTER, before=36)
    line(document, f"{DAY}{{{{ month }}}}", align=CENTER, before=96)
    _owner(document)
    _list(document)
    return document


def external() -> Any:
    """หนังสือภายนอก: the reminder with salutation and close."""
    document = page()
    line(document, "{{ urgency }}", bold=True, size=26)
    line(document, "ที่ {{ number }}", before=6)
    line(document, "{{ office }}", align=RIGHT)
    line(document, f"{DAY}{{{{ month }}}}", align=CENTER, before=6)
    line(document, "เรื่อง  ขอให้ส่งแบบตอบ {{ subject }}", before=6)
    line(document, "เรียน  {{ to }}", before=6)
    line(document, "อ้างถึง  หนังสือ {{ circular }}", before=6)
    line(document, "สิ่งที่ส่งมาด้วย  บัญชีรายชื่อหน่วยงานที่ยังไม่ส่งแบบตอบ  จำนวน ๑ ชุด", before=6)
    body(document, "ตามหนังสือที่อ้างถึง ขอให้หน่วยงานส่งแบบตอบภายใน{{ due }} นั้น", before=12)
    body(document, f"{NOT_YET}ตามสิ่งที่ส่งมาด้วย {PLEASE}")
    body(document, "จึงเรียนมาเพื่อโปรดดำเนินการ")
    line(document, "ขอแสดงความนับถือ", align=CENTER, before=12)
    line(document, "(..................................................)", align=CENTER, before=48)
    line(document, "ตำแหน่ง..................................................", align=CENTER)
    _owner(document)
    _list(document)
    return document


def directory() -> Any:
    """บัญชีรายชื่อผู้ประสานงาน in the addressee list's order."""
    document = page(landscape=True)
    line(document, "บัญชีรายชื่อผู้ประสานงาน", align=CENTER, bold=True, size=20)
    line(document, "{{ subtitle }}", align=CENTER)
    line(document, "", size=6)
    headings = ["ที่", "หน่วยงาน", "ชื่อ – นามสกุล", "ตำแหน่ง / สังกัด", "โทรศัพท์", "อีเมล / ไอดีไลน์"]
    cells = [f"{{{{ row.{name} }}}}" for name in ("n", "agency", "person", "position", "phones", "mails")]
    rows(document, headings, cells, "rows", [1.2, 5.5, 4.6, 4.6, 4.2, 4.6])
    return document


def _owner(document: Any) -> None:
    """At the foot: whose matter it is, and whom to call."""
    line(document, "{{ office }}", before=30)
    line(document, "{{ call }}")


def _list(document: Any) -> None:
    """The list that goes with a reminder, on a sheet of its own."""
    document.add_page_break()
    line(document, "สิ่งที่ส่งมาด้วย", align=RIGHT)
    line(document, "บัญชีรายชื่อหน่วยงานที่ยังไม่ส่งแบบตอบ", align=CENTER, bold=True)
    line(document, "เรื่อง {{ subject }} ข้อมูล ณ {{ date }}", align=CENTER)
    line(document, "", size=6)
    rows(
        document,
        ["ที่", "หน่วยงาน", "กลุ่ม", "อำเภอ"],
        [f"{{{{ row.{name} }}}}" for name in ("n", "agency", "group", "district")],
        "rows",
        [1.5, 8, 3.5, 3],
    )


def _row(row: Any, texts: Sequence[str], bold: bool) -> None:
    for cell, text in zip(row.cells, texts, strict=False):
        run = cell.paragraphs[0].add_run(text)
        _dress(run, bold, SIZE)
        if bold:
            cell.paragraphs[0].alignment = CENTER


def _dress(run: Any, bold: bool, size: int) -> None:
    """Size and weight for Latin and for complex scripts: Word takes the latter for Thai."""
    run.font.bold, run.font.size, run.font.cs_bold = bold or None, Pt(size), bold or None
    run._r.get_or_add_rPr().append(_value("w:szCs", str(size * 2)))


def _value(name: str, value: str) -> Any:
    element = OxmlElement(name)
    element.set(qn("w:val"), value)
    return element


TEMPLATES = {"memo": memo, "reminder-stamped": stamped, "reminder-external": external, "directory": directory}

if __name__ == "__main__":
    for name, make in TEMPLATES.items():
        make().save(FOLDER / f"{name}.docx")
