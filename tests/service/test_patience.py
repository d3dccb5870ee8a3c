"""Disk full, store not writable, database gone: nothing is flagged or numbered, it is said, and it goes on by itself."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from intake.sources import Arrival
from service.jobs import Job
from service.parts import Parts
from service.settings import Settings
from service.taking import take_from
from service.worker import Worker
from storage import receipts
from storage.engine import open_engine, reading
from storage.migrate import migrate
from storage.open_runs import open_runs
from storage.store import Store
from storage.tables import Receipt, Run
from storage.troubles import Notice
from tests.service.test_taking import mail
from tests.support.postgres import Server, running_server
from tests.support.readers import read

PATIENCE = 90.0
NOON = datetime(2018, 3, 20, 5, tzinfo=UTC)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 4 MiB of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder], capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small disk")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running_server() as server:
        yield server


class Source:
    """Gives some mails, and remembers which of them it was told to be done."""

    def __init__(self, *contents: bytes) -> None:
        self.given = [Arrival(content, "office/INBOX", f"1-{uid}.eml", 1, uid) for uid, content in enumerate(contents, 1)]
        self.told: list[Arrival] = []

    def arrivals(self, stop: threading.Event) -> Iterator[Sequence[Arrival]]:
        yield self.given

    def done(self, arrival: Arrival) -> None:
        self.told.append(arrival)


class Taking:
    """Takes from a source in a thread, as the daemon does."""

    def __init__(self, parts: Parts, source: Source) -> None:
        self.stop = threading.Event()
        self._thread = threading.Thread(target=take_from, args=(parts, source, lambda kept: None, self.stop), daemon=True)
        self._thread.start()

    def ends(self) -> bool:
        self._thread.join(PATIENCE)
        return not self._thread.is_alive()


def until(condition: Callable[[], object]) -> None:
    never = threading.Event()
    for _ in range(int(PATIENCE / 0.05)):
        if condition():
            return
        never.wait(0.05)
    raise AssertionError("it did not happen")


def numbers(engine: Engine) -> list[int]:
    with reading(engine) as session:
        return list(session.scalars(select(Receipt.number).order_by(Receipt.number)))


def only(notices: object) -> Notice:
    (notice,) = notices  # type: ignore[misc]
    assert isinstance(notice, Notice)
    return notice


def test_while_the_disk_is_full_nothing_is_numbered_and_the_source_is_told_nothing(small_disk: Path) -> None:
    """Store and database are on the same small disk."""
    engine = open_engine(f"sqlite:///{small_disk / 'saraban.sqlite'}")
    migrate(engine)
    parts = Parts(Settings(data_dir=small_disk), engine, Store(small_disk / "store"))
    take_from(parts, Source(mail("<0@x>")), lambda kept: None, threading.Event())
    fill(small_disk)
    source = Source(mail("<1@x>", b"%PDF" + os.urandom(100_000)), mail("<2@x>"))
    taking = Taking(parts, source)
    until(parts.board.notices)
    assert only(parts.board.notices()).code in ("store-not-writable", "database-away")
    assert "หยุดรับเอกสาร" in only(parts.board.notices()).sentence
    assert (source.told, numbers(engine)) == ([], [1])
    (small_disk / "ballast").unlink()
    assert taking.ends()
    assert (len(source.told), numbers(engine)) == (2, [1, 2, 3])
    assert parts.board.notices() == []
    engine.dispose()


def test_a_document_is_not_blamed_for_a_full_disk(small_disk: Path, tmp_path: Path) -> None:
    database = open_engine(f"sqlite:///{tmp_path / 'saraban.sqlite'}")
    migrate(database)
    parts = Parts(Settings(data_dir=small_disk, read_tries=1), database, Store(small_disk / "store"))
    kept = receipts.keep(database, parts.store, receipts.Arrival(b"x", "fail.eml", "/drop", "folder", NOON, "r"))
    worker = Worker(parts, read)
    fill(small_disk)
    thread = threading.Thread(target=worker.do, args=(Job(kept.receipt_id, kept.run_id),), daemon=True)
    thread.start()
    until(parts.board.notices)
    assert len(open_runs(database)) == 1
    subprocess.run(["mount", "-o", "remount,size=64m", small_disk], check=True)
    thread.join(PATIENCE)
    worker.stop()
    with reading(database) as session:
        assert session.scalars(select(Run.error_code)).one() == "reader-failed"


def test_a_database_that_is_away_is_waited_for(server: Server, tmp_path: Path) -> None:
    engine = open_engine(server.create_database())
    migrate(engine)
    parts = Parts(Settings(data_dir=tmp_path), engine, Store(tmp_path / "store"))
    server.stop()
    source = Source(mail("<1@x>"))
    taking = Taking(parts, source)
    until(parts.board.notices)
    assert only(parts.board.notices()).code == "database-away"
    assert source.told == []
    server.begin()
    assert taking.ends()
    assert (len(source.told), numbers(engine)) == (1, [1])
    assert parts.board.notices() == []
    engine.dispose()


def test_a_database_file_that_is_deleted_under_the_program_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "saraban.sqlite"
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    parts = Parts(Settings(data_dir=tmp_path), engine, Store(tmp_path / "store"))
    take_from(parts, Source(mail("<0@x>")), lambda kept: None, threading.Event())
    aside = tmp_path / "aside"
    aside.mkdir()
    for each in tmp_path.glob("saraban.sqlite*"):
        each.rename(aside / each.name)
    source = Source(mail("<1@x>"), mail("<2@x>"))
    taking = Taking(parts, source)
    until(parts.board.notices)
    assert source.told == []
    for each in tmp_path.glob("saraban.sqlite*"):
        each.unlink()
    for each in aside.iterdir():
        each.rename(tmp_path / each.name)
    assert taking.ends()
    assert numbers(open_engine(f"sqlite:///{path}")) == [1, 2, 3]


def test_a_program_that_ends_does_not_wait(tmp_path: Path, database: Engine) -> None:
    (tmp_path / "file").write_bytes(b"")
    parts = Parts(Settings(data_dir=tmp_path), database, Store(tmp_path / "file"))
    source = Source(mail())
    taking = Taking(parts, source)
    until(parts.board.notices)
    taking.stop.set()
    assert taking.ends()
    assert (source.told, numbers(database)) == ([], [])


def test_what_the_database_cannot_bear_in_a_head_does_not_hold_up_what_follows(tmp_path: Path, database: Engine) -> None:
    parts = Parts(Settings(data_dir=tmp_path), database, Store(tmp_path / "store"))
    source = Source(b"Message-ID: <a\x00b@x>\r\n\r\nx", b"Message-ID: <\xff\xfe@x>\r\nFrom: \xe1\r\n\r\ny", mail("<2@x>"))
    take_from(parts, source, lambda kept: None, threading.Event())
    assert (len(source.told), numbers(database)) == (3, [1, 2, 3])


def fill(folder: Path) -> None:
    with (folder / "ballast").open("wb", buffering=0) as file, pytest.raises(OSError, match="space"):
        while True:
            file.write(b"\0" * 4096)
