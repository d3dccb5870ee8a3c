"""`saraban run --demo`: the Lamphun circular, the bundled sample faxes and people to log in as, apart from real data."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import func, select
from tqdm import tqdm

from service.commands.circular import LAMPHUN, load_circular
from service.parts import Parts
from service.settings import Settings
from storage.engine import reading, writing
from storage.open_runs import counts
from storage.tables import Circular, Sighting
from storage.users import create_user, first_administrator, new_password

SAMPLES = Path(__file__).parent.parent / "samples"
CLERK = ("sarabun", "เจ้าหน้าที่สารบรรณ", "supervisor")


def demo_settings(settings: Settings) -> Settings:
    """The settings with a data folder of the demo's own and its mail folder as the only source: real data is not touched."""
    folder = settings.data_dir / "demo"
    apart = {"data_dir": folder, "drop": {1: folder / "mail"}, "imap": {}, "database_url": None, "jobs_url": None, "smtp_url": None}
    return settings.model_copy(update=apart)


def prepare(parts: Parts) -> dict[str, str]:
    """Makes what is missing: circular, samples in the mail folder, people. Gives the passwords of the people made now, by log-in."""
    with writing(parts.engine) as session:
        if not session.scalar(select(func.count(Circular.id))):
            load_circular(session, LAMPHUN)
    _put_samples(parts.settings.drop[1])
    password = first_administrator(parts.engine)
    if password is None:
        return {}
    second = new_password()
    create_user(parts.engine, *CLERK, second)
    return {"admin": password, CLERK[0]: second}


def progress(parts: Parts) -> Callable[[], bool]:
    """Shows how many of the samples are read, each time it is called; says whether all are."""
    total = len(list(SAMPLES.glob("*.eml")))
    bar = tqdm(total=total, desc="อ่านตัวอย่าง", unit=" ฉบับ", disable=not sys.stderr.isatty(), leave=True)
    shown = -1

    def step() -> bool:
        nonlocal shown
        done = _read(parts, total)
        bar.update(done - bar.n)
        if bar.disable and done != shown:
            print(f"อ่านตัวอย่างแล้ว {done} จาก {total} ฉบับ", file=sys.stderr, flush=True)
        shown = done
        if done >= total:
            bar.close()
        return done >= total

    return step


def _read(parts: Parts, total: int) -> int:
    """How many of the samples are read: those seen, less the receipts still to be read."""
    with reading(parts.engine) as session:
        seen = session.scalar(select(func.count(Sighting.id))) or 0
    return min(total, seen) - counts(parts.engine)[1]


def _put_samples(folder: Path) -> None:
    """Copies the samples into the mail folder, once: the folder appears under its name when all are in it."""
    if folder.exists():
        return
    coming = folder.with_name(f"{folder.name}.coming")
    shutil.rmtree(coming, ignore_errors=True)
    coming.mkdir(parents=True)
    for sample in sorted(SAMPLES.glob("*.eml")):
        shutil.copyfile(sample, coming / sample.name)
    coming.rename(folder)
