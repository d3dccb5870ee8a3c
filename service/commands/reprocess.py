"""`saraban reprocess`: reads old receipts again with a newer reader; shows what would change, and changes it only with --apply."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from rules.roster import Agency
from service.failure import UsageFailure
from service.parts import Parts, open_parts
from service.reader_child import ReaderChild, ReadingFailed, Request
from service.reading_tools import read_request
from storage.agencies import roster_rows
from storage.engine import reading
from storage.old_readings import OldReading, OldValue, old_readings, old_values, read_again
from storage.store import StoreError
from storage.types import FileResult


@dataclass(frozen=True, slots=True)
class Change:
    """A field that the newer reader reads otherwise. None: there was, or is, no such field. stays: a person's, not overwritten."""

    page: int
    field: str
    old: OldValue | None
    new: OldValue | None

    @property
    def stays(self) -> bool:
        return self.old is not None and self.old.by_person


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--since, --number, --all, --apply."""
    parser.add_argument("--since", type=date.fromisoformat, metavar="YYYY-MM-DD", help="only what was taken in on this day or later")
    parser.add_argument(
        "--number", action="append", type=_number, default=[], metavar="N/YYYY", help="only this intake number; may be repeated"
    )
    parser.add_argument("--all", action="store_true", help="also what this version of the reader has read already")
    parser.add_argument("--apply", action="store_true", help="change it: the daemon reads them again, behind everything else")


def run(args: argparse.Namespace) -> int:
    """One line a field that would change. Exit code 1: something could not be read."""
    parts = open_parts()
    receipts = old_readings(parts.engine, parts.reader, args.since, args.number, all_readers=args.all)
    if args.apply:
        count = read_again(parts.engine, [receipt.receipt_id for receipt in receipts], parts.reader, datetime.now(UTC))
        print(f"สั่งอ่านใหม่ {count} รายการแล้ว โปรแกรมหลัก (saraban run) จะอ่านต่อจากเอกสารที่เข้ามาใหม่ สิ่งที่เจ้าหน้าที่แก้ไขไว้คงเดิม")
        return 0
    return _show(parts, list(receipts))


def changes(old: dict[tuple[int, str], OldValue], result: FileResult) -> Iterator[Change]:
    """What differs between the values in force and a new reading, in the order of pages."""
    new = {
        (page.page.number, name): OldValue(decided.value, decided.accepted, False)
        for page in result.pages
        if page.form
        for name, decided in page.form.fields.items()
    }
    for key in sorted({*old, *new}):
        before, after = old.get(key), new.get(key)
        if before is None or after is None or (before.value, before.accepted) != (after.value, after.accepted):
            yield Change(*key, before, after)


def _show(parts: Parts, receipts: list[OldReading]) -> int:
    failed = differing = 0
    with reading(parts.engine) as session:
        agencies = tuple(Agency(row.code, row.name, row.aliases, row.kind, row.district) for row in roster_rows(session))
    work = parts.settings.data_dir.absolute() / "work" / "reprocess"
    child = ReaderChild(parts.settings.read_limit, read_request)
    try:
        for receipt in receipts:
            try:
                found = _differences(parts, child, receipt, agencies, work)
            except (ReadingFailed, StoreError) as error:
                print(f"{receipt.number}/{receipt.year}\tอ่านไม่สำเร็จ ({error.code})", flush=True)
                failed = 1
                continue
            differing += bool(found)
            for change in found:
                print(_line(receipt, change), flush=True)
    finally:
        child.close()
        shutil.rmtree(work, ignore_errors=True)
    print(f"อ่านแล้ว {len(receipts)} รายการ ต่างจากเดิม {differing} รายการ ยังไม่ได้เปลี่ยนอะไร (เพิ่ม --apply เพื่อเปลี่ยน)")
    return failed


def _differences(parts: Parts, child: ReaderChild, receipt: OldReading, agencies: tuple[Agency, ...], work: Path) -> list[Change]:
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    content = parts.store.get(receipt.raw_sha256)
    result = child.read(Request(content, receipt.file_name, work, agencies, parts.settings.error_allowed))
    return list(changes(dict(old_values(parts.engine, receipt.receipt_id)), result))


def _line(receipt: OldReading, change: Change) -> str:
    note = "คงเดิม (เจ้าหน้าที่ตรวจแล้ว)" if change.stays else ""
    return "\t".join((f"{receipt.number}/{receipt.year}", str(change.page), change.field, _said(change.old), "→", _said(change.new), note))


def _said(value: OldValue | None) -> str:
    if value is None:
        return "–"
    return f"{value.value or 'ว่าง'}{'' if value.accepted else ' (รอตรวจ)'}"


def _number(text: str) -> tuple[int, int]:
    number, _, year = text.partition("/")
    if not (number.isdecimal() and year.isdecimal()):
        raise UsageFailure("reprocess-number", "โปรดระบุลำดับรับเข้าเป็น ลำดับ/ปี เช่น 12/2561")
    return int(year), int(number)
