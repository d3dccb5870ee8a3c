"""`saraban read`: reads files without touching any database (DESIGN.md, *Contracts*)."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from intake.problems import problem
from intake.types import Unpacked
from rules.decide import Knowledge
from rules.forms import FormError, builtin_forms, load_form
from rules.lists import load_lists
from rules.roster import Roster, RosterError, load_roster
from service.contract import Json, as_json, problems
from service.failure import UsageFailure
from service.one_fax import Tools, read_file
from storage.types import FileResult


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `saraban read`."""
    parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
    add_reading_arguments(parser)
    parser.add_argument("--json", action="store_true", help="one JSON object a line, flushed as each file is done")


def add_reading_arguments(parser: argparse.ArgumentParser) -> None:
    """What says how to read; see `tools_for`."""
    parser.add_argument("--form", action="append", default=[], type=Path, metavar="FORM.toml", help="a form definition; may be repeated")
    parser.add_argument("--roster", type=Path, metavar="ROSTER.csv", help="the agencies that are known")
    parser.add_argument("--second-reader", choices=("auto", "always", "never"), default="auto")
    parser.add_argument("--no-lists", action="store_true", help="the free reading: no roster, no lexicon")


def run(args: argparse.Namespace) -> int:
    """Reads each file in order. Gives the exit code: 0 all read, 1 some file in error."""
    tools = tools_for(args)
    failed = False
    for file, result, seconds in _results(args.files, tools):
        failed |= result.unpacked.error is not None
        answer = as_json(str(file), result, seconds)
        print(json.dumps(answer, ensure_ascii=False) if args.json else in_words(answer, result), flush=True)
    return int(failed)


def tools_for(args: argparse.Namespace) -> Tools:
    """The forms and the knowledge that the arguments name. Raises UsageFailure where one of their files is unusable."""
    try:
        forms = [load_form(path) for path in args.form] or builtin_forms()
    except FormError as error:
        raise UsageFailure("form-unusable", str(error)) from error
    knowledge = Knowledge() if args.no_lists else Knowledge(roster_of(args), load_lists())
    return Tools(forms, knowledge, args.second_reader)


def roster_of(args: argparse.Namespace) -> Roster | None:
    """The roster that the arguments name, if any. Raises UsageFailure where it is unusable."""
    try:
        return load_roster(args.roster) if args.roster else None
    except RosterError as error:
        raise UsageFailure(error.code, str(error)) from error


def _results(files: list[Path], tools: Tools) -> Iterator[tuple[Path, FileResult, float]]:
    for file in files:
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="saraban-") as work:
            result = read_path(file, Path(work), tools)
        yield file, result, time.monotonic() - began


def read_path(file: Path, work: Path, tools: Tools) -> FileResult:
    """Reads one file. What cannot be opened is in the result, in words, its cause on standard error."""
    try:
        content = file.read_bytes()
    except OSError as reason:
        print(reason, file=sys.stderr)
        return FileResult(Unpacked(error=problem("file-not-readable")))
    return read_file(content, file.name, work, tools)


def in_words(answer: Json, result: FileResult) -> str:
    """The same answer for a person at a terminal."""
    lines = [f"{answer['file']}  ({answer['seconds']} วินาที)", *([f"  ! {answer['error']}"] if answer["error"] else [])]
    for form in answer["forms"]:
        lines.append(f"  หน้า {form['page']}: {form['form']} {form['agency_id'] or ''}")
        lines += [
            f"    {'✓' if f['accepted'] else '?'} {name:12} {f['value'] or '–'}  ({f['confidence']:.2f})"
            for name, f in form["fields"].items()
        ]
    lines += [f"  หน้า {page['page']}: {page['reason']}" for page in answer["other_pages"] if page["page"]]
    lines += [f"  ! {p.document or ''} {p.reason}" for p in problems(result)]
    return "\n".join(lines)
