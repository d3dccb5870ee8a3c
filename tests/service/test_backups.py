"""Backup, restore and recovery against a real mailbox: nothing lost, nothing doubled, no number given twice."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from review.settings import HandedIn, NotNow
from service.age import check_age
from service.backups import MANIFEST, back_up, read_backup, restore
from service.failure import Failure
from service.parts import Parts, open_parts
from service.patience import DatabaseOlder
from service.recovery import recover
from service.settings import Settings, load
from service.taking import sources, take_from
from service.web import take
from storage import outbox
from storage.engine import open_engine, reading, writing
from storage.high_water import MARGIN, note
from storage.missing import missing
from storage.numbers import next_number
from storage.positions import positions
from storage.rebuild import LEFT_OUT
from storage.states import account
from storage.store import Store
from storage.tables import Agency, Base, Counter, Outbox, Receipt
from tests.support.dovecot import Dovecot
from tests.support.mail_office import message

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def mailbox() -> Iterator[Dovecot]:
    with Dovecot() as server:
        yield server


class Site:
    """A machine with its data folder, on a database and a folder of the mailbox."""

    def __init__(self, folder: Path, url: str, mailbox: Dovecot, name: str, after: str = "leave") -> None:
        (folder / "password").write_text(mailbox.password)
        self.folder, self._mailbox, self._name = folder, mailbox, name
        own = {
            "DATA_DIR": str(folder / "var"), "DATABASE_URL": url, "IMAP_1_URL": mailbox.url, "IMAP_1_USER": mailbox.user,
            "IMAP_1_PASSWORD_FILE": str(folder / "password"), "IMAP_1_FOLDERS": name, "IMAP_1_AFTER": after, 
            "IMAP_1_MOVE_TO": f"{name}-done",
        }  # fmt: skip
        self.settings: Settings = load({f"SARABAN_{key}": value for key, value in own.items()}, None)
        self.parts = self.open()

    def open(self) -> Parts:
        self.parts = open_parts(self.settings, create=True)
        self.parts.__dict__["reader"] = "test"
        return self.parts

    @contextmanager
    def taking(self) -> Iterator[None]:
        stop = threading.Event()
        opened = next(iter(sources(self.parts).values()))(stop)
        thread = threading.Thread(target=take_from, args=(self.parts, opened, lambda kept: None, stop), daemon=True)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join(15)

    def take(self, *numbers: int, in_all: int) -> dict[str, tuple[int, int]]:
        """Delivers these messages and takes until there are so many receipts; gives the number of each."""
        if not positions(self.parts.engine):
            with self.taking():
                self._until(lambda: positions(self.parts.engine))
        for number in numbers:
            self._mailbox.deliver(message(number), self._name)
        with self.taking():
            self._until(lambda: len(self.numbers()) >= in_all)
            time.sleep(0.3)
        return self.numbers()

    def numbers(self) -> dict[str, tuple[int, int]]:
        with reading(self.parts.engine) as session:
            return {row.raw_sha256: (row.year, row.number) for row in session.scalars(select(Receipt))}

    def _until(self, condition: object) -> None:
        assert callable(condition)
        end = time.monotonic() + 20
        while not condition():
            assert time.monotonic() < end
            time.sleep(0.05)


def made(folder: Path, url: str, mailbox: Dovecot) -> Iterator[Site]:
    name = f"f{folder.name[-24:]}".replace("-", "_").replace("[", "").replace("]", "")
    mailbox.create_folder(name)
    site = Site(folder, url, mailbox, name)
    yield site
    site.parts.engine.dispose()


@pytest.fixture
def site(tmp_path: Path, database_url: str, mailbox: Dovecot) -> Iterator[Site]:
    yield from made(tmp_path, database_url.replace("+psycopg", ""), mailbox)


@pytest.fixture
def small_site(tmp_path: Path, sqlite_template: Path, mailbox: Dovecot) -> Iterator[Site]:
    """On SQLite alone: what depends on no database."""
    shutil.copy(sqlite_template, tmp_path / "saraban.db")
    yield from made(tmp_path, f"sqlite:///{tmp_path / 'saraban.db'}", mailbox)


def test_set_back_to_a_backup_with_the_store_as_it_is_every_receipt_has_its_number_again(site: Site, tmp_path: Path) -> None:
    site.take(1, 2, in_all=2)
    back_up(site.parts, tmp_path / "backup")
    before = site.take(3, 4, in_all=4)
    note(site.parts.engine, site.parts.store)
    restore(site.settings, tmp_path / "backup", replace=True)
    site.open()
    with pytest.raises(DatabaseOlder):
        check_age(site.parts)
    with pytest.raises(NotNow, match="saraban recover"):
        take(site.parts, HandedIn(b"paper", "a.tif", "hand", datetime.now(UTC), 1))
    assert len(site.numbers()) == 2
    assert recover(site.parts).rebuilt == 2
    check_age(site.parts)
    after = site.take(5, in_all=5)
    assert {sha: number for sha, number in after.items() if sha in before} == before
    assert max(after.values())[1] > 4 + LEFT_OUT
    is_even(site.parts.engine)


@pytest.mark.parametrize("after", ["leave", "move"])
def test_on_a_new_machine_the_mailbox_gives_again_what_came_since(site: Site, tmp_path: Path, mailbox: Dovecot, after: str) -> None:
    site = Site(tmp_path, site.settings.database, mailbox, site.settings.imap[1].folders[0], after)
    first = site.take(1, 2, in_all=2)
    back_up(site.parts, tmp_path / "backup")
    lost = site.take(3, 4, in_all=4)
    shutil.rmtree(site.settings.data_dir)
    restore(site.settings, tmp_path / "backup", replace=True)
    site.open()
    assert recover(site.parts).taken == (2 if after == "move" else 0)
    again = site.take(5, in_all=5)
    assert set(lost) < set(again) and len(again) == 5
    assert {sha: again[sha] for sha in first} == first
    assert {number for sha, number in again.items() if sha not in first}.isdisjoint(lost.values())
    is_even(site.parts.engine)
    assert recover(site.parts).taken == 0


def test_register_and_reports_go_on_behind_what_was_given(site: Site, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    give(site.parts.engine, now, "report", 1)
    back_up(site.parts, tmp_path / "backup")
    register = give(site.parts.engine, now, "register", 3)
    with writing(site.parts.engine) as session:
        row = outbox.queue(session, "report", "2026-11-27", "<r@x>", [], now, series="report")
        row.state = "sent"
    note(site.parts.engine, site.parts.store)
    restore(site.settings, tmp_path / "backup", replace=True)
    recover(site.open())
    assert give(site.parts.engine, now, "register", 1)[0] == register[-1] + MARGIN + 1
    with reading(site.parts.engine) as session:
        assert session.scalars(select(Outbox.key).where(Outbox.state == "sent")).all() == ["2026-11-27"]
        assert session.scalar(select(func.max(Counter.n)).where(Counter.series == "report")) == 2 + MARGIN


def test_every_table_comes_back_as_it_was_also_into_the_other_kind_of_database(site: Site, tmp_path: Path) -> None:
    site.take(1, in_all=1)
    with writing(site.parts.engine) as session:
        session.add(Agency(id=2, code="b", name="หน่วยงาน", kind="provincial"))
        session.flush()
        session.add(Agency(id=1, code="a", name="ก", kind="provincial", merged_into=2))
    back_up(site.parts, tmp_path / "backup")
    other = load({"SARABAN_DATA_DIR": str(tmp_path / "other")}, None)
    restore(other, tmp_path / "backup")
    engine = open_engine(other.database)
    with reading(site.parts.engine) as there, reading(engine) as here:
        for table in Base.metadata.sorted_tables:
            rows = select(table).order_by(*table.primary_key)
            assert there.execute(rows).all() == here.execute(rows).all(), table.name
    engine.dispose()


def test_only_what_is_new_is_copied_and_a_killed_run_is_gone_on_with(small_site: Site, tmp_path: Path) -> None:
    store, folder = small_site.parts.store, tmp_path / "backup"
    back_up(small_site.parts, folder)
    whole = read_backup(folder)
    shas = [store.put(b"paper %d" % n) for n in range(40)]
    killed = subprocess.run([sys.executable, "-c", KILLED, str(store.root), str(folder / "store")], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert read_backup(folder) == whole
    assert back_up(small_site.parts, folder).files == 40 - 7
    assert back_up(small_site.parts, folder).files == 0
    copy = Store(folder / "store")
    assert [copy.get(sha) for sha in shas] == [store.get(sha) for sha in shas]
    assert not [path for path in folder.rglob("*") if "copying" in path.name or "writing" in path.name]


def test_settings_and_secrets_are_kept_for_this_user_alone(small_site: Site, tmp_path: Path) -> None:
    back_up(small_site.parts, tmp_path / "backup")
    kept = tmp_path / "backup" / "settings" / "files" / (tmp_path / "password").relative_to("/")
    assert kept.read_text() == Dovecot.password
    assert [path for path in (tmp_path / "backup").rglob("*") if path.is_file() and path.stat().st_mode & 0o077] == []
    assert (tmp_path / "backup").stat().st_mode & 0o077 == 0


def test_nothing_is_overwritten_by_mistake(small_site: Site, tmp_path: Path) -> None:
    small_site.take(1, in_all=1)
    with pytest.raises(Failure, match="ไม่พบสำเนาสำรอง"):
        restore(small_site.settings, tmp_path)
    with pytest.raises(Failure, match="โฟลเดอร์"):
        back_up(small_site.parts, tmp_path)
    with pytest.raises(Failure, match="นอก"):
        back_up(small_site.parts, small_site.settings.data_dir / "backup")
    back_up(small_site.parts, tmp_path / "backup")
    with pytest.raises(Failure, match="--replace"):
        restore(small_site.settings, tmp_path / "backup")
    assert (tmp_path / "backup" / MANIFEST).exists() and len(small_site.numbers()) == 1


KILLED = """
import os, signal, sys
from pathlib import Path
from storage.backup.files import copy_files
copy_files(Path(sys.argv[1]), Path(sys.argv[2]), lambda done, of: os.kill(os.getpid(), signal.SIGKILL) if done == 7 else None)
"""


def give(engine: Engine, now: datetime, series: str, count: int) -> list[int]:
    with writing(engine) as session:
        return [next_number(session, series, now)[1] for _ in range(count)]


def is_even(engine: Engine) -> None:
    with reading(engine) as session:
        now = account(session)
        gone = missing(session, None)
    assert now.messages_seen == now.receipts + now.further_sightings
    assert now.receipts == now.in_work + now.waiting + now.done + now.not_ours
    assert now.further_sightings == 0
    assert (gone.numbers, gone.unnumbered) == ((), ())
