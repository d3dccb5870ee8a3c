"""`saraban eval`: reads files whose truth is known, and says how well, by kind of field, by paper and by letter.

The folder's `truth.jsonl` is described in `service.evaluate.truth`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from tqdm import tqdm

from service.evaluate.compare import codes_by_name
from service.evaluate.heat_map import confusion_picture
from service.evaluate.reading import Outcome, outcomes
from service.evaluate.totals import Totals
from service.evaluate.trust import trust_picture
from service.evaluate.truth import NAME, load_truth
from service.evaluate.words import in_words
from service.evaluate.worst import worst_picture
from service.failure import UsageFailure
from service.read_command import add_reading_arguments, roster_of, tools_for


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """DIR, what `saraban read` takes, --limit, --out."""
    parser.add_argument("folder", metavar="DIR", type=Path, help=f"files, and {NAME} that says what stands on them")
    add_reading_arguments(parser)
    parser.add_argument("--limit", type=_count, metavar="N", help="only the first N files")
    parser.add_argument(
        "--out", type=Path, default=Path("var/eval"), metavar="FOLDER", help="where to put pictures and fields (%(default)s)"
    )


def run(args: argparse.Namespace) -> int:
    """Reads, writes `fields.jsonl`, `worst.png`, `confusion.png`, `trust.png`, prints the table. Exit code 1: some file in error."""
    truth = load_truth(args.folder)[: args.limit]
    tools, codes = tools_for(args), codes_by_name(roster_of(args))
    with _opened(args.out) as rows:
        totals = _evaluated(outcomes(args.folder, truth, tools, codes), len(truth), rows)
    with _writing_to(args.out):
        worst_picture(totals.worst).save(args.out / "worst.png")
        confusion_picture(totals.pairs).save(args.out / "confusion.png")
        trust_picture(totals.sure).save(args.out / "trust.png")
    print(in_words(totals))
    print(f"รายละเอียดอยู่ที่ {args.out} (worst.png, confusion.png, trust.png, fields.jsonl)")
    return int(totals.in_error > 0)


def _evaluated(read: Iterator[Outcome], files: int, rows: TextIO) -> Totals:
    """All outcomes together; each field's row is on the disk as soon as its file is read."""
    totals = Totals()
    for outcome in tqdm(read, total=files, desc="อ่านและเทียบ", unit=" ไฟล์"):
        totals.add(outcome)
        rows.writelines(json.dumps(field.as_json(), ensure_ascii=False) + "\n" for field in outcome.fields)
        rows.flush()
    return totals


def _opened(folder: Path) -> TextIO:
    with _writing_to(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # names and numbers of people
        return (folder / "fields.jsonl").open("w", encoding="utf-8")


@contextmanager
def _writing_to(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UsageFailure("output-not-writable", f"เขียนลงโฟลเดอร์ {folder} ไม่ได้ ({error.strerror}) โปรดเลือกที่อื่นด้วย --out") from error


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number
