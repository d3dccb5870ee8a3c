"""`saraban export`: the directory of coordinators as CSV."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from rules.forms import builtin_forms
from service.parts import open_parts
from storage import words
from storage.engine import reading
from storage.tables import Agency, Coordinator


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """--output FILE."""
    parser.add_argument(
        "--output", type=Path, metavar="FILE.csv", help="file to write (UTF-8 with BOM, as spreadsheets want it); else the terminal"
    )


def run(args: argparse.Namespace) -> int:
    """Writes the coordinators in force now, in the roster's order."""
    with reading(open_parts().engine) as session, _opened(args.output) as file:
        csv.writer(file).writerows(rows(session))
    return 0


def rows(session: Session) -> Iterator[list[str]]:
    """A head, then a row a coordinator in force: the agency's code and official name, and the values."""
    names = [name for form in builtin_forms() if form.id == "coordinator" for name in form.value_names() if name != "agency"]
    yield ["code", words.word("agency"), *map(words.word, names)]
    in_force = select(Agency, Coordinator).join(Coordinator).where(Coordinator.until.is_(None)).options(selectinload(Coordinator.values))
    for agency, coordinator in session.execute(in_force.order_by(Agency.ordinal, Agency.id)):
        values = {value.name: value.value for value in coordinator.values}
        yield [agency.code, agency.name, *(values.get(name, "") for name in names)]


@contextmanager
def _opened(path: Path | None) -> Iterator[TextIO]:
    if path is None:
        yield sys.stdout
        return
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        yield file
