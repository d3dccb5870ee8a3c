"""An office's own list of agencies is understood whatever program it was saved with."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from rules.roster import Agency, RosterError
from rules.roster_table import read_table

HEAD = ["ลำดับ", "รหัส", "ชื่อหน่วยงาน", "กลุ่ม", "อำเภอ", "ชื่อย่อ"]
ROWS = [
    ["๑", "001", "สำนักงานสมมุติจังหวัดทดสอบ", "ส่วนราชการ", "", "สนง.สมมุติ; สมมุติ"],
    ["๒", "002", "การประปาทดสอบ", "รัฐวิสาหกิจ", "", ""],
    ["๓", "003", "ที่ว่าการอำเภอเหนือ", "", "อำเภอเหนือ", ""],
    ["๔", "004", "เทศบาลตำบลเหนือ", "อปท.", "เหนือ", ""],
]
UNDERSTOOD = (
    Agency("001", "สำนักงานสมมุติจังหวัดทดสอบ", ("สนง.สมมุติ", "สมมุติ"), "provincial", ""),
    Agency("002", "การประปาทดสอบ", (), "enterprise", ""),
    Agency("003", "ที่ว่าการอำเภอเหนือ", (), "district", "เหนือ"),
    Agency("004", "เทศบาลตำบลเหนือ", (), "local", "เหนือ"),
)


def as_csv(rows: list[list[str]], encoding: str, delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def as_xlsx(rows: list[list[str]]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        as_csv([HEAD, *ROWS], "utf-8"),
        as_csv([HEAD, *ROWS], "utf-8-sig"),
        as_csv([HEAD, *ROWS], "cp874"),
        as_csv([["บัญชีหน่วยงาน"], [], HEAD, *ROWS], "utf-8", ";").replace(b"\r\n", b"\n").replace("บัญชีหน่วยงาน\n".encode(), "ก;ข\n".encode()),
        as_xlsx([["บัญชีหน่วยงานจังหวัดทดสอบ"], HEAD, *ROWS]),
    ],
    ids=["utf-8", "bom", "windows-874", "semicolons under a title", "xlsx under a title"],
)
def test_the_same_list_whatever_wrote_it(content: bytes) -> None:
    assert read_table(content, "รายชื่อ").agencies == UNDERSTOOD


def test_doubled_lines_unknown_groups_and_missing_names_are_said_with_their_line() -> None:
    rows = [
        HEAD,
        ROWS[0],
        ["", "009", ROWS[0][2], "ส่วนราชการ", "", ""],
        ["", "010", "สโมสรสมมุติ", "สโมสร", "", ""],
        ["", "011", "", "", "", ""],
    ]
    table = read_table(as_csv(rows, "utf-8"), "a.csv")
    assert [agency.code for agency in table.agencies] == ["001", "010"]
    assert [(note.line, note.text.split()[0]) for note in table.notes] == [(3, ROWS[0][2]), (4, "ไม่ทราบกลุ่มของ"), (5, "ไม่มีชื่อหน่วยงาน")]


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"PK\x03\x04broken", as_csv([HEAD], "utf-8"), b"\xff\xfe\x00"])
def test_what_is_no_list_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(RosterError):
        read_table(content, "a.csv")


@given(st.binary(max_size=300))
def test_any_bytes_are_understood_or_refused(content: bytes) -> None:
    try:
        read_table(b"name,kind\n" + content, "a.csv")
    except RosterError as error:
        assert str(error)


@settings(max_examples=25)
@given(
    st.lists(
        st.text("กขคงจฉ ่้", min_size=2, max_size=9).filter(lambda name: name.strip(" ่้")),
        min_size=1,
        max_size=6,
        unique_by=lambda n: n.replace(" ", ""),
    )
)
def test_every_name_comes_back_from_a_spreadsheet(names: list[str]) -> None:
    found = read_table(as_xlsx([["หน่วยงาน"], *([name] for name in names)]), "a.xlsx").agencies
    assert [agency.name.replace(" ", "") for agency in found] == [name.replace(" ", "") for name in names]
