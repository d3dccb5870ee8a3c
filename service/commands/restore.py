"""`saraban restore DIR`: a backup is put back; afterwards `saraban recover`."""

from __future__ import annotations

import argparse
from pathlib import Path

from tqdm import tqdm

from service.backups import restore
from service.settings import load
from storage.thai_text import date_time


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """DIR, --replace, --erasures."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="a backup made by `saraban backup`")
    parser.add_argument("--replace", action="store_true", help="also over a database that holds receipts; they are gone then")
    erasures = "records of what was erased since (DATA_DIR/erasures), where the data folder is lost"
    parser.add_argument("--erasures", type=Path, nargs="+", default=[], metavar="FILE", help=erasures)


def run(args: argparse.Namespace) -> int:
    """Restores. No daemon may run."""
    with tqdm(disable=None, unit="files", desc=str(args.folder)) as bar:
        done = restore(load(), args.folder, replace=args.replace, erasures=args.erasures, progress=lambda n, of: _show(bar, n, of))
    print(f"กู้คืนข้อมูล ณ {date_time(done.of)} แล้ว สั่ง saraban recover ต่อ ก่อนเปิดโปรแกรมหลัก (การตั้งค่าเดิมอยู่ใน {args.folder}/settings)")
    return 0


def _show(bar: tqdm, done: int, of: int) -> None:
    bar.total = of
    bar.update(done - bar.n)
