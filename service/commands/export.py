"""`saraban export`: the directory of coordinators as CSV."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from report.export import directory_csv
from service.failure import UsageFailure
from service.parts import open_parts
from storage.engine import reading


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--output FILE."""
    parser.add_argument("--output", type=Path, metavar="FILE.csv", help="file to write; the terminal without it")


def run(args: argparse.Namespace) -> int:
    """Writes the coordinators in force now, in the roster's order."""
    with reading(open_parts().engine) as session, _opened(args.output) as file:
        directory_csv(session, file)
    return 0


@contextmanager
def _opened(path: Path | None) -> Iterator[TextIO]:
    if path is None:
        yield sys.stdout
        return
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            yield file
    except OSError as error:
        raise UsageFailure("output-not-writable", f"เขียนแฟ้ม {path} ไม่ได้ ({error.strerror}) โปรดเลือกที่อื่น") from error
