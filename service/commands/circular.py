"""`saraban circular`: loads a circular with its roster and addressees, lists the circulars."""

from __future__ import annotations

import argparse
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rules.roster import load_roster
from service.failure import UsageFailure
from service.parts import open_parts
from storage import agencies, circulars
from storage.engine import reading, writing
from storage.tables import Addressee, Circular

LAMPHUN = Path(__file__).parent.parent / "data" / "lamphun" / "circular.toml"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """load FILE, or list."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    load = actions.add_parser("load", help="loads a circular and the roster that it names")
    load.add_argument("file", type=Path, metavar="CIRCULAR.toml", help=f"such as {LAMPHUN.name} in service/data/lamphun")
    actions.add_parser("list", help="lists the circulars")


def run(args: argparse.Namespace) -> int:
    """Loads or lists."""
    engine = open_parts().engine
    if args.action == "load":
        with writing(engine) as session:
            load_circular(session, args.file)
    with reading(engine) as session:
        for line in lines(session):
            print(line)
    return 0


def load_circular(session: Session, path: Path) -> Circular:
    """Makes the agencies those of the circular's roster, and the circular. Raises UsageFailure, RosterError, CircularError."""
    new, roster = _read(path)
    agencies.load(session, load_roster(roster).agencies)
    return circulars.create(session, new, datetime.now(UTC))


def lines(session: Session) -> list[str]:
    """A line a circular: code, due day, how many of how many known agencies it asks directly, subject."""
    asked = func.count(Addressee.id).filter(Addressee.asked == "direct")
    wanted = select(Circular, asked, func.count(Addressee.id)).join(Addressee, isouter=True).group_by(Circular.id).order_by(Circular.id)
    return [f"{row.code}\t{row.due_on or '-'}\t{direct}/{known}\t{row.subject}" for row, direct, known in session.execute(wanted)]


def _read(path: Path) -> tuple[circulars.NewCircular, Path]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        facts: dict[str, Any] = dict(content["circular"])
        roster = path.parent / facts.pop("roster")
        asked = {kind: how for how, kinds in content["asked"].items() for kind in kinds}
        return circulars.NewCircular(asked=asked, **facts), roster
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        sentence = f"อ่านแฟ้มหนังสือเวียน {path} ไม่ได้ ({error}) โปรดเทียบกับ service/data/lamphun/circular.toml"
        raise UsageFailure("circular-file", sentence) from error
