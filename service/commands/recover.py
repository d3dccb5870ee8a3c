"""`saraban recover`: makes whole what a database that is older than the store lacks, and lets taking in go on."""

from __future__ import annotations

import argparse
from datetime import date

from service.parts import open_parts
from service.recovery import recover


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--since."""
    parser.add_argument(
        "--since", type=date.fromisoformat, metavar="YYYY-MM-DD", help="the whole machine was set back to its state of this day"
    )


def run(args: argparse.Namespace) -> int:
    """Recovers; a daemon that waits goes on by itself within a minute."""
    done = recover(open_parts(create=True), args.since)
    print(f"สร้างรายการรับเข้าคืน {done.rebuilt} รายการ รับจากกล่องจดหมายซ้ำ {done.taken} รายการ เว้นเลขไว้ {done.left_out} เลข (บันทึกไว้ในประวัติแล้ว)")
    return 0
