"""`saraban person`: what is held of a person is found, given out, kept from use or erased; the notice and the record of processing."""

from __future__ import annotations

import argparse
from datetime import UTC, date, datetime
from pathlib import Path

from service.data_protection import notice, processing_record, receipt_for_officer
from service.failure import UsageFailure
from service.parts import Parts, open_parts
from storage.engine import reading
from storage.person import give
from storage.person.erase import erase, finish
from storage.person.find import Found, find
from storage.thai_text import bangkok_date


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """find, export, restrict, erase, notice, record."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    for action, summary in (
        ("find", "lists the forms that speak of a person"),
        ("export", "writes all that is held of the person, and the papers"),
        ("restrict", "keeps it from use: it stands in no directory, list or letter"),
        ("erase", "erases it; without --yes only says what"),
    ):
        one = actions.add_parser(action, help=summary)
        one.add_argument("text", nargs="+", metavar="TEXT", help="name, number or address; each of them must stand on the form")
        one.add_argument("--form", type=int, action="append", default=[], metavar="ID", help="only this form of those found")
        if action != "find":
            one.add_argument("--asked", type=date.fromisoformat, metavar="YYYY-MM-DD", help="when the person asked (today without it)")
        if action == "export":
            one.add_argument("--output", type=Path, required=True, metavar="DIR")
        if action == "restrict":
            one.add_argument("--lift", action="store_true", help="it may be used again")
        if action == "erase":
            one.add_argument("--yes", action="store_true", help="do it")
    actions.add_parser("notice", help="prints the notice of section 23 for form and acknowledgement")
    actions.add_parser("record", help="prints the record of processing activities (section 39), from the settings")


def run(args: argparse.Namespace) -> int:
    """Does one of these. Exit code 1: nothing was found."""
    parts = open_parts()
    if args.action in ("notice", "record"):
        print(notice(parts.settings) if args.action == "notice" else processing_record(parts.settings))
        return 0
    with reading(parts.engine) as session:
        found = [one for one in find(session, args.text) if not args.form or one.form_id in args.form]
    for one in found:
        kept = " (ระงับการใช้)" if one.restricted else ""
        print(f"แบบ {one.form_id}\tลำดับรับเข้า {one.number}/{one.year}\t{one.agency}\t{one.name}\t{one.state}{kept}")
    if not found:
        print("ไม่พบข้อมูลของบุคคลนี้")
        return 1
    return _act(parts, args, found) if args.action != "find" else 0


def _act(parts: Parts, args: argparse.Namespace, found: list[Found]) -> int:
    now, forms = datetime.now(UTC), [one.form_id for one in found]
    asked = args.asked or bangkok_date(now)
    if args.action == "erase" and not args.yes:
        print("ยังไม่ได้ลบอะไร ตรวจรายการข้างต้นแล้วสั่งซ้ำพร้อม --yes (หากมีของบุคคลอื่นปน ให้ระบุ --form)")
        return 0
    if args.action == "export":
        _check_new(args.output)
        count = give.export(parts.engine, parts.store, forms, args.output)
        print(receipt_for_officer("export", found, asked, now, [f"เขียนแฟ้ม {count} แฟ้มไว้ที่ {args.output}"]))
    elif args.action == "restrict":
        give.restrict(parts.engine, forms, now, lift=args.lift)
        print(receipt_for_officer("lift" if args.lift else "restrict", found, asked, now, []))
    else:
        finish(parts.store, parts.settings.erasures)
        record = erase(parts.engine, parts.store, forms, now, "request", parts.settings.erasures)
        rows = [f"ตาราง {table} {count} แถว" for table, count in sorted(record.rows.items())]
        mails = [f"อีเมลต้นฉบับอาจยังอยู่ในกล่องจดหมาย โปรดลบที่เครื่องแม่ข่าย: {place}" for place in record.mails]
        files = [f"แฟ้มในคลังเอกสาร {len(record.files)} แฟ้ม", f"หลักฐานการลบ {parts.settings.erasures / (record.id + '.json')}"]
        print(receipt_for_officer("erase", found, asked, now, [*rows, *files, *mails]))
    return 0


def _check_new(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        raise UsageFailure("folder-not-empty", f"โฟลเดอร์ {folder} มีสิ่งอื่นอยู่ โปรดระบุโฟลเดอร์ใหม่")
