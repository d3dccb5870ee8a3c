"""`saraban check`: what is wrong with the set-up, and what to do about it; waits for a test fax if asked to."""

from __future__ import annotations

import argparse
import time

from service.checks import all_findings
from service.parts import open_parts
from service.settings import load
from storage import awaited
from storage.engine import reading

LOOK_SECONDS = 1.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--wait-for-fax, --minutes."""
    parser.add_argument("--wait-for-fax", action="store_true", help="then wait for a test fax, while the daemon runs, and say how it came")
    parser.add_argument("--minutes", type=float, default=15.0, metavar="N", help="with --wait-for-fax: for how long")


def run(args: argparse.Namespace) -> int:
    """Looks at everything. Exit code 3: something has to be mended; 1: no fax came."""
    found = list(all_findings(load()))
    for finding in found:
        print(f"{'✗' if finding.bad else '✓'} {finding.subject}: {finding.text}", flush=True)
    if any(finding.bad for finding in found):
        return 3
    return _wait(args.minutes) if args.wait_for_fax else 0


def _wait(minutes: float) -> int:
    engine = open_parts().engine
    with reading(engine) as session:
        last = awaited.newest(session)
    print(f"ส่งโทรสารทดสอบได้เลย รออยู่ {minutes:g} นาที (โปรแกรมหลักต้องทำงานอยู่)", flush=True)
    end = time.monotonic() + minutes * 60
    while time.monotonic() < end:
        with reading(engine) as session:
            came = awaited.after(session, last)
        if came:
            sender = came.sender or "ไม่ทราบ (ตรวจการตั้งค่าหมายเลขผู้ส่งของเกตเวย์)"
            gateway = came.gateway or "ไม่รู้จัก (ดู docs/gateways.md)"
            print(f"✓ ได้รับแล้ว ลำดับรับเข้า {came.number}/{came.year} เกตเวย์ {gateway} หมายเลขผู้ส่ง {sender} หน้า {came.pages}")
            return 0
        time.sleep(LOOK_SECONDS)
    print("✗ ไม่มีโทรสารเข้ามาและอ่านเสร็จภายในเวลา โปรดตรวจสายโทรสาร การตั้งค่าเกตเวย์ และกล่องจดหมาย")
    return 1
