"""`saraban intake`: takes older mail from the mailboxes, or files by hand."""

from __future__ import annotations

import argparse
from datetime import UTC, date, datetime
from pathlib import Path

from intake.imap import FAULTS, ImapError
from intake.sources import Arrival
from service.accounts import account_of
from service.age import check_age
from service.checks import imap_advice
from service.failure import Failure, UsageFailure
from service.parts import Parts, open_parts
from service.taking import keep, keep_all, open_mailbox
from storage.receipts import Kept


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Files, or --since with --dry-run."""
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="mail or documents to take by hand")
    parser.add_argument("--since", type=_day, metavar="YYYY-MM-DD", help="take the mail that the mailboxes got on this day or later")
    parser.add_argument("--dry-run", action="store_true", help="with --since: only say how many messages there are")


def run(args: argparse.Namespace) -> int:
    """Takes; the running daemon reads what was taken within a minute. Exit code 1: some file could not be opened."""
    if bool(args.files) == bool(args.since) or (args.dry_run and not args.since):
        raise UsageFailure("intake-what", "โปรดระบุไฟล์ที่จะรับ หรือ --since YYYY-MM-DD (เพิ่ม --dry-run เพื่อดูจำนวนก่อน) อย่างใดอย่างหนึ่ง")
    parts = open_parts()
    check_age(parts)
    return _take_mail(parts, args.since, args.dry_run) if args.since else _take_files(parts, args.files)


def _take_files(parts: Parts, files: list[Path]) -> int:
    failed = 0
    for file in files:
        try:
            arrival = Arrival(file.read_bytes(), str(file.parent.absolute()), file.name, arrived_at=datetime.now(UTC))
        except OSError as error:
            print(f"{file}\tเปิดไม่ได้ ({error.strerror})")
            failed = 1
            continue
        _say(str(file), keep(parts, arrival, "hand"))
    return failed


def _take_mail(parts: Parts, since: date, dry_run: bool) -> int:
    if not parts.settings.imap:
        raise Failure("no-mailbox", "ยังไม่ได้ตั้งค่ากล่องจดหมาย โปรดตั้ง SARABAN_IMAP_1_URL และค่าอื่นตาม .env.example")
    for mailbox in parts.settings.imap.values():
        account = account_of(parts.settings, mailbox)
        source = open_mailbox(parts, mailbox, account)
        try:
            for folder, count in source.count_since(since).items():
                print(f"{account.name}/{folder}\t{count}")
            for arrivals in [] if dry_run else source.fetch_since(since):
                for arrival, kept in zip(arrivals, keep_all(parts, arrivals), strict=True):
                    _say(f"{arrival.source}/{arrival.name}", kept)
        except (ImapError, *FAULTS) as error:
            raise Failure(getattr(error, "code", "mailbox"), imap_advice(error)) from error
    return 0


def _say(name: str, kept: Kept) -> None:
    print(f"{name}\tลำดับรับเข้า {kept.number}/{kept.year}{'' if kept.fresh else ' (เคยรับแล้ว)'}")


def _day(text: str) -> date:
    return date.fromisoformat(text)
