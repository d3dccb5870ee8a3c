"""What is found in mails whose truth lies beside them: documents byte for byte, who called, and the reason where there is no document.

    python -m tests.bench.mails ../shared/measure/mail

FOLDER holds `truth.jsonl`: one line a mail, with `file`, `caller`, `documents` (name, sha256) and `readable` (false: no document of it
can be opened). Nothing is copied or kept. Exit code 1 where a readable mail's documents are not the intended ones.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from intake.numbers import e164
from intake.types import Unpacked
from intake.unpack import unpack


@dataclass(frozen=True, slots=True)
class Found:
    """One mail. documents: they are the intended ones; caller: None where the truth names none; reasons: the codes of all problems."""

    file: str
    readable: bool
    documents: bool
    caller: bool | None
    reasons: tuple[str, ...]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    args = parser.parse_args()
    found = list(look(args.folder))
    for one in found:
        if not one.documents or one.caller is False:
            print(f"{one.file}\tdocuments {_word(one.documents)}\tcaller {_word(one.caller)}\t{' '.join(one.reasons)}")
    for line in summary(found):
        print(line)
    return int(any(one.readable and not one.documents for one in found))


def look(folder: Path) -> Iterator[Found]:
    """Each mail of the folder, unpacked as the daemon does it."""
    for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        truth = json.loads(line)
        with tempfile.TemporaryDirectory() as work:
            yield judge(truth, unpack((folder / truth["file"]).read_bytes(), truth["file"], Path(work)))


def judge(truth: dict[str, Any], unpacked: Unpacked) -> Found:
    intended = [each["sha256"] for each in truth["documents"]]
    caller = e164(truth["caller"]) == unpacked.sender.number if truth["caller"] else None
    reasons = tuple(dict.fromkeys(each.code for each in unpacked.problems))
    return Found(truth["file"], truth["readable"], [each.sha256 for each in unpacked.documents] == intended, caller, reasons)


def summary(found: list[Found]) -> Iterator[str]:
    """The figures."""
    readable, others = [one for one in found if one.readable], [one for one in found if not one.readable]
    called = [one for one in found if one.caller is not None]
    yield f"{len(found)} mails"
    yield f"documents byte for byte: {sum(one.documents for one in readable)} of {len(readable)} that can be read"
    yield f"a reason: {sum(bool(one.reasons) for one in others)} of {len(others)} that cannot"
    yield f"caller: {sum(bool(one.caller) for one in called)} of {len(called)} with one in the truth"


def _word(right: bool | None) -> str:
    return {True: "right", False: "WRONG", None: "-"}[right]


if __name__ == "__main__":
    sys.exit(main())
