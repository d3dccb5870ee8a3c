"""`saraban report`: shows or sends a day's report, or writes the memorandum to the governor."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from service.parts import open_parts
from service.scheduler import report_text, send_report
from service.written import memo_of, write_to


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--date, --preview, --memo, --circular."""
    parser.add_argument("--date", type=date.fromisoformat, metavar="YYYY-MM-DD", help="the day; today without it")
    parser.add_argument("--memo", type=Path, metavar="FILE.docx", help="write the memorandum to the governor on one circular")
    parser.add_argument("--circular", metavar="CODE", help="with --memo: which circular (the one due first without it)")
    parser.add_argument("--preview", action="store_true", help="only show it; it gets no number, and nothing is sent")


def run(args: argparse.Namespace) -> int:
    """Shows, or makes and sends. A report that was made before is not made again. Exit code 1: it could not be sent now."""
    parts = open_parts()
    if args.memo:
        write_to(args.memo, memo_of(parts, args.circular, args.date))
        print(f"บันทึกไว้ที่ {args.memo}")
        return 0
    if args.preview:
        print(report_text(parts, args.date))
        return 0
    sent = send_report(parts, args.date)
    print("ส่งรายงานแล้ว" if sent else "ไม่มีรายงานที่ส่งออกได้ในขณะนี้ (ส่งไปแล้ว หรือเครื่องส่งอีเมลยังไม่รับ) สั่ง saraban check เพื่อตรวจ")
    return 0 if sent else 1
