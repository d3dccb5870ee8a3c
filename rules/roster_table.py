"""An office's own list of agencies, XLSX or CSV with Thai headings, as rows of the roster; what was not understood is said."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from rules.agency_names import agency_key
from rules.roster import Agency, RosterError
from rules.text import fold, key

HEADINGS = {
    "code": ("code", "รหัส", "รหัสหน่วยงาน", "เลขที่หน่วยงาน"),
    "name": ("name", "หน่วยงาน", "ชื่อหน่วยงาน", "ส่วนราชการ/หน่วยงาน", "ชื่อส่วนราชการ", "รายชื่อหน่วยงาน"),
    "aliases": ("aliases", "ชื่ออื่น", "ชื่อย่อ", "ชื่อเรียกอื่น", "ชื่อเดิม"),
    "kind": ("kind", "กลุ่ม", "ประเภท", "ประเภทหน่วยงาน", "กลุ่มหน่วยงาน"),
    "district": ("district", "อำเภอ", "ที่ตั้งอำเภอ", "เขตอำเภอ"),
}
KINDS = {
    "provincial": ("provincial", "ส่วนราชการ", "ส่วนราชการประจำจังหวัด", "ส่วนราชการส่วนภูมิภาค", "ส่วนราชการส่วนกลาง", "ราชการส่วนภูมิภาค"),
    "enterprise": ("enterprise", "รัฐวิสาหกิจ", "หน่วยงานรัฐวิสาหกิจ"),
    "district": ("district", "อำเภอ", "ที่ว่าการอำเภอ", "ที่ทำการปกครองอำเภอ"),
    "district-branch": ("district-branch", "ส่วนราชการประจำอำเภอ", "ส่วนราชการระดับอำเภอ"),
    "local": ("local", "อปท.", "อปท", "องค์กรปกครองส่วนท้องถิ่น", "ท้องถิ่น", "เทศบาล", "อบต.", "อบจ."),
}
MOST_ROWS = 20_000
MOST_UNPACKED = 64 * 1024 * 1024  # bytes of an XLSX's parts
FIRST_ROWS = 15  # a title and notes may stand above the headings
_HEADING_OF = {key(written): column for column, all_ in HEADINGS.items() for written in all_}
_KIND_OF = {key(written): kind for kind, all_ in KINDS.items() for written in all_}
_BY_NAME = (("ที่ว่าการอำเภอ", "district"), ("เทศบาล", "local"), ("องค์การบริหารส่วน", "local"), ("อบต.", "local"), ("อบจ.", "local"))


@dataclass(frozen=True, slots=True)
class Note:
    """Something that a person should look at before the list is taken. line: of the file, from 1; text: Thai."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class RosterTable:
    """A list as understood. agencies: a code may be empty where the list has none; columns: which heading was taken for what."""

    agencies: tuple[Agency, ...]
    columns: dict[str, str]
    notes: tuple[Note, ...]


def read_table(content: bytes, name: str) -> RosterTable:
    """The list in a file. Raises RosterError in words: no such file, no headings, no agency."""
    rows = _sheet(content, name) if content.startswith(b"PK") else _csv(content, name)
    place, columns = _headings(rows, name)
    notes: list[Note] = []
    agencies = tuple(_agencies(rows[place + 1 :], place + 2, columns, notes))
    if not agencies:
        raise RosterError(f"{name}: ไม่มีหน่วยงานแม้แต่แห่งเดียวใต้หัวตาราง")
    return RosterTable(agencies, {column: rows[place][n] for column, n in columns.items()}, tuple(notes))


def kind_of(written: str, name: str) -> str:
    """The roster's kind for what a list says of an agency's group, else by its name; empty where neither tells."""
    known = _KIND_OF.get(key(written))
    return known or next((kind for begins, kind in _BY_NAME if fold(name).startswith(begins)), "")


def _csv(content: bytes, name: str) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("cp874")
        except UnicodeDecodeError as error:
            raise RosterError(f"{name}: อ่านตัวอักษรไม่ได้ โปรดบันทึกเป็น CSV รหัส UTF-8 หรือเป็นไฟล์ Excel (.xlsx)") from error
    semicolons = text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",")
    try:
        rows = csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), delimiter=";" if semicolons else ",")
        return [[fold(cell) for cell in row] for row, _ in zip(rows, range(MOST_ROWS), strict=False)]
    except csv.Error as error:
        raise RosterError(f"{name}: เครื่องหมายคำพูดหรือจุลภาคไม่ถูกต้อง ({error})") from error


def _sheet(content: bytes, name: str) -> list[list[str]]:
    """The first sheet. Codes that a spreadsheet took for numbers come without `.0`; leading zeros are gone already by then."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
                raise RosterError(f"{name}: ไฟล์ใหญ่เกินไป")
        sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
        rows = sheet.iter_rows(max_row=MOST_ROWS, max_col=40, values_only=True)
        return [["" if cell is None else fold(_as_text(cell)) for cell in row] for row in rows]
    except (InvalidFileException, zipfile.BadZipFile, KeyError, IndexError, ValueError, ParseError, TypeError) as error:
        if isinstance(error, RosterError):
            raise
        raise RosterError(f"{name}: เปิดเป็นไฟล์ Excel ไม่ได้ โปรดบันทึกใหม่เป็น .xlsx หรือ CSV") from error


def _as_text(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _headings(rows: Sequence[Sequence[str]], name: str) -> tuple[int, dict[str, int]]:
    """Where the headings stand, and the place of each column."""
    for place, row in enumerate(rows[:FIRST_ROWS]):
        columns: dict[str, int] = {}
        for n, cell in enumerate(row):
            if (column := _HEADING_OF.get(key(cell))) and column not in columns:
                columns[column] = n
        if "name" in columns:
            return place, columns
    raise RosterError(f"{name}: ไม่พบหัวตาราง ต้องมีคอลัมน์ “หน่วยงาน” และถ้ามี “รหัส” “กลุ่ม” “อำเภอ” “ชื่ออื่น”")


def _agencies(rows: Sequence[Sequence[str]], first_line: int, columns: dict[str, int], notes: list[Note]) -> Iterator[Agency]:
    codes: dict[str, int] = {}
    names: dict[tuple[str, str], int] = {}
    for line, row in enumerate(rows, first_line):
        cells = {column: row[n] if n < len(row) else "" for column, n in columns.items()}
        if not any(cells.values()):
            continue
        if not cells["name"]:
            notes.append(Note(line, "ไม่มีชื่อหน่วยงาน จึงข้ามบรรทัดนี้"))
            continue
        agency = _agency(cells, line, notes)
        if not _doubled(agency, line, codes, names, notes):
            yield agency


def _agency(cells: dict[str, str], line: int, notes: list[Note]) -> Agency:
    written, name = cells.get("kind", ""), cells["name"]
    kind = kind_of(written, name)
    if not kind:
        notes.append(Note(line, f"ไม่ทราบกลุ่มของ {name}" + (f" (ไฟล์เขียนว่า “{written}”)" if written else "")))
    aliases = tuple(dict.fromkeys(filter(None, map(fold, cells.get("aliases", "").replace(";", "|").split("|")))))
    return Agency(cells.get("code", ""), name, aliases, kind, cells.get("district", "").removeprefix("อำเภอ"))


def _doubled(agency: Agency, line: int, codes: dict[str, int], names: dict[tuple[str, str], int], notes: list[Note]) -> bool:
    by_name = (agency_key(agency.name), agency.district)
    earlier = codes.get(agency.code) if agency.code else None
    earlier = earlier or names.get(by_name)
    if earlier:
        notes.append(Note(line, f"{agency.name} ซ้ำกับบรรทัดที่ {earlier} จึงใช้บรรทัดแรก"))
        return True
    names[by_name] = line
    if agency.code:
        codes[agency.code] = line
    return False
