"""`make crash-test`: the whole trial on both databases, and its table (docs/crash-test.md)."""

from __future__ import annotations

import argparse
import sys

from tests.crash.trial import Result, trial


def main() -> int:
    """Exit code 1 where anything was lost, doubled, or numbered twice."""
    parser = argparse.ArgumentParser(description="Kills the real daemon again and again while mail comes in, and counts.")
    parser.add_argument("--database", action="append", choices=("sqlite", "postgresql"), help="only this one")
    parser.add_argument("--mails", type=int, default=500, help="on each database")
    parser.add_argument("--kills", type=int, default=100, help="on each database")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--patience", type=float, default=1800.0, help="seconds to read the rest at the end")
    parser.add_argument("--limit", type=float, default=86400.0, help="seconds for the kills on each database")
    args = parser.parse_args()
    results = []
    for database in args.database or ("sqlite", "postgresql"):
        results.append(trial(database, args.mails, args.kills, seed=args.seed, patience=args.patience, limit=args.limit, say=_say))
        _say(table(results))
    return int(any(result.lost or result.doubled or result.used_twice or not result.even for result in results))


def table(results: list[Result]) -> str:
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


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
