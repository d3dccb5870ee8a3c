"""`make crash-test`: trials on both databases, in pieces, and the table of all of them (docs/crash-test.md)."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

from tests.crash.trial import Result, trial

DATABASES = ("sqlite", "postgresql")


def main() -> int:
    """Exit code 1 where anything was lost, doubled, numbered twice or not read, 2 where pieces are left to be run."""
    args = _parser().parse_args()
    began = time.monotonic()
    wanted = [(database, seed) for seed in range(1, args.pieces + 1) for database in args.database or DATABASES]
    results = _results(args.results)
    for database, seed in wanted:
        if (database, seed) in results:
            continue
        if time.monotonic() - began > args.minutes * 60:
            break
        result = trial(database, args.mails, args.kills, seed=seed, patience=args.patience, say=_say)
        results[database, seed] = result
        _append(args.results, seed, result)
    if results:
        print(table([_sum(database, list(results.values())) for database in DATABASES]))
    bad = any(result.lost or result.doubled or result.used_twice or result.in_work or not result.even for result in results.values())
    return 1 if bad else 2 if set(wanted) - set(results) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="crash-test",
        description="Kills the real daemon again and again while mail comes in, and counts. Done in pieces, each an office of its own that "
        "is read to its end; a piece that was done is not done again, so that the whole may be broken off at any time.",
    )
    parser.add_argument("--database", action="append", choices=DATABASES, help="only this one")
    parser.add_argument("--pieces", type=int, default=5, help="on each database")
    parser.add_argument("--mails", type=int, default=100, help="in a piece")
    parser.add_argument("--kills", type=int, default=20, help="in a piece")
    parser.add_argument("--patience", type=float, default=1800.0, help="seconds to read the rest at the end of a piece")
    parser.add_argument("--minutes", type=float, default=1e9, help="no further piece begins after so long")
    parser.add_argument("--results", type=Path, default=Path("var/crash-test.jsonl"), help="where the pieces' results are kept")
    return parser


def table(results: Sequence[Result]) -> str:
    """As Markdown, a column a database."""
    rows: list[tuple[str, list[object]]] = [
        ("mails delivered", [result.mails for result in results]),
        ("messages by the identity table", [result.messages for result in results]),
        ("kills (SIGKILL to the group)", [f"{sum(r.kills.values())}: " + _counted(r.kills) for r in results]),
        ("in between", [_counted(result.mishaps) for result in results]),
        ("receipts", [result.receipts for result in results]),
        ("**lost**", [result.lost for result in results]),
        ("**doubled**", [result.doubled for result in results]),
        ("**numbers used twice**", [result.used_twice for result in results]),
        ("the account is even", ["yes" if result.even else "no" for result in results]),
        ("runs not read by the end", [result.in_work for result in results]),
        ("minutes", [f"{result.seconds / 60:.0f}" for result in results]),
    ]
    head = ["", *(result.database for result in results)]
    return "\n".join(
        "| " + " | ".join(map(str, row)) + " |" for row in [head, ["---"] * len(head), *([name, *cells] for name, cells in rows)]
    )


def _sum(database: str, results: list[Result]) -> Result:
    whole = Result(database, even=True)
    for result in results:
        if result.database != database:
            continue
        whole.even = whole.even and result.even
        for name in (field.name for field in fields(Result) if field.name not in ("database", "even")):
            setattr(whole, name, getattr(whole, name) + getattr(result, name))
    return whole


def _results(path: Path) -> dict[tuple[str, int], Result]:
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
    found = {}
    for line in lines:
        counters = {name: Counter(line["result"][name]) for name in ("kills", "mishaps")}
        result = Result(**(line["result"] | counters))
        found[result.database, line["seed"]] = result
    return found


def _append(path: Path, seed: int, result: Result) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"seed": seed, "result": vars(result)}) + "\n")


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
