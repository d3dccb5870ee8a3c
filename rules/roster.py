"""The roster: which agencies there are, by which names, and which of them a text names."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rules.agency_names import agency_key
from rules.text import fold

COLUMNS = ("code", "name", "aliases", "kind", "district")


class RosterError(ValueError):
    """The roster file cannot be used. Its message says where and why, for the person who wrote the file."""

    code = "roster-unusable"


@dataclass(frozen=True, slots=True)
class Agency:
    """One row of the roster. name: official; aliases: other ways to write it; district: `""` if it belongs to none."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    kind: str = ""
    district: str = ""

    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


@dataclass(frozen=True)
class Roster:
    """All agencies, and an index of their names by `agency_key`. The same name may stand for several agencies."""

    agencies: tuple[Agency, ...]
    by_code: dict[str, Agency] = field(init=False, repr=False)
    by_key: dict[str, tuple[Agency, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        index: dict[str, dict[str, Agency]] = {}
        for agency in self.agencies:
            for name in agency.names():
                index.setdefault(agency_key(name), {})[agency.code] = agency
        object.__setattr__(self, "by_code", {agency.code: agency for agency in self.agencies})
        object.__setattr__(self, "by_key", {key: tuple(found.values()) for key, found in index.items()})

    def districts(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(agency.district for agency in self.agencies if agency.district))

    def in_district(self, district: str) -> tuple[Agency, ...]:
        return tuple(agency for agency in self.agencies if agency.district == district)


def load_roster(path: Path) -> Roster:
    """The roster of a CSV file (UTF-8, a BOM allowed). Raises RosterError in words with the line's number."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RosterError(f"อ่านบัญชีหน่วยงาน {path.name} ไม่ได้ ต้องเป็นไฟล์ CSV รหัส UTF-8 ({error})") from error
    return parse_roster(text, path.name)


def parse_roster(text: str, name: str = "roster.csv") -> Roster:
    """The roster of a CSV file's text. name: what errors call the file."""
    agencies = tuple(_agencies(text.removeprefix("\ufeff"), name))
    if not agencies:
        raise RosterError(f"{name}: ไม่มีหน่วยงานแม้แต่แห่งเดียว")
    return Roster(agencies)


def _agencies(text: str, name: str) -> Iterator[Agency]:
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    seen: dict[str, int] = {}
    try:
        header = _header(next(rows, []), name)
        for row in rows:
            if any(cell.strip() for cell in row):
                yield _agency(header, row, f"{name} บรรทัดที่ {rows.line_num}", seen, rows.line_num)
    except csv.Error as error:
        raise RosterError(f"{name} บรรทัดที่ {rows.line_num}: เครื่องหมายคำพูดหรือจุลภาคไม่ถูกต้อง ({error})") from error


def _header(row: Sequence[str], name: str) -> list[str]:
    header = [column.strip().lower() for column in row]
    missing = [column for column in COLUMNS[:2] if column not in header]
    if missing:
        raise RosterError(f"{name} บรรทัดที่ 1: ไม่มีคอลัมน์ {', '.join(missing)} (ต้องมี {', '.join(COLUMNS)})")
    return header


def _agency(header: Sequence[str], row: Sequence[str], where: str, seen: dict[str, int], line: int) -> Agency:
    if len(row) > len(header):
        raise RosterError(f"{where}: มี {len(row)} ช่อง แต่หัวตารางมี {len(header)} ช่อง")
    cells = {column: fold(cell) for column, cell in zip(header, row, strict=False)}
    if not cells.get("code") or not cells.get("name"):
        raise RosterError(f"{where}: ต้องมีทั้ง code และ name")
    if cells["code"] in seen:
        raise RosterError(f"{where}: code {cells['code']} ซ้ำกับบรรทัดที่ {seen[cells['code']]}")
    seen[cells["code"]] = line
    aliases = tuple(filter(None, map(fold, cells.get("aliases", "").split("|"))))
    return Agency(cells["code"], cells["name"], aliases, cells.get("kind", ""), cells.get("district", ""))
