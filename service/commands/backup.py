"""`saraban backup DIR`: a backup of everything, while the daemon runs; only what is new is copied."""

from __future__ import annotations

import argparse
from pathlib import Path

from tqdm import tqdm

from service.backups import back_up
from service.parts import open_parts


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """DIR."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="where to; a run that was broken off is gone on with")


def run(args: argparse.Namespace) -> int:
    """Backs up, with a bar where somebody looks on."""
    parts = open_parts()
    with tqdm(disable=None, unit="files", desc=str(args.folder)) as bar:
        done = back_up(parts, args.folder, lambda n, of: _show(bar, n, of))
    print(f"สำรองข้อมูลไว้ที่ {args.folder} แล้ว (คัดลอกแฟ้มใหม่ {done.files} แฟ้ม)")
    return 0


def _show(bar: tqdm, done: int, of: int) -> None:
    bar.total = of
    bar.update(done - bar.n)
