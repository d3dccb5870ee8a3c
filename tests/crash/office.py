"""One office under the crash test: servers, databases, daemons, what was delivered, and what has become of it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine, func, make_url, select
from sqlalchemy.exc import SQLAlchemyError

from storage.engine import open_engine, reading
from storage.numbers import skipped
from storage.positions import positions
from storage.states import account
from storage.tables import Receipt, Run, Sighting
from tests.crash.mails import FOLDERS, Planned
from tests.support.dovecot import Dovecot
from tests.support.postgres import Server

ROOT = Path(__file__).parents[2]


class Databases(Protocol):
    """The office's two databases, and what befalls them. Only while no daemon runs."""

    url: str
    jobs_url: str

    def back_up(self) -> None: ...
    def set_back(self) -> None: ...
    def delete_jobs(self) -> None: ...
    def restart(self) -> None: ...


class SqliteFiles:
    """SQLite in the data folder."""

    def __init__(self, folder: Path) -> None:
        self._file, self._copy, self._jobs = folder / "saraban.sqlite", folder / "backup", folder / "jobs.sqlite"
        self.url, self.jobs_url = f"sqlite:///{self._file}", f"sqlite:///{self._jobs}"

    def back_up(self) -> None:
        self._copy.unlink(missing_ok=True)
        with sqlite3.connect(self._file) as connection:
            connection.execute("VACUUM INTO ?", (str(self._copy),))

    def set_back(self) -> None:
        _remove(self._file)
        shutil.copy(self._copy, self._file)

    def delete_jobs(self) -> None:
        _remove(self._jobs)

    def restart(self) -> None:
        """There is no server."""


class PostgresDatabases:
    """Two databases of a PostgreSQL server."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self.url, self.jobs_url = (server.create_database().replace("+psycopg", "") for _ in range(2))

    def back_up(self) -> None:
        self._server.copy_database(_name(self.url), "backup")

    def set_back(self) -> None:
        self._server.drop_database(_name(self.url))
        self._server.copy_database("backup", _name(self.url))

    def delete_jobs(self) -> None:
        self._server.drop_database(_name(self.jobs_url))

    def restart(self) -> None:
        self._server.restart()


class Office:
    """roles: what each daemon does, by its name (a worker's is its slot). after: what is done to mail that was taken."""

    def __init__(self, folder: Path, mailbox: Dovecot, databases: Databases, roles: dict[str, list[str]], after: str) -> None:
        self.databases, self.roles, self.mailbox = databases, roles, mailbox
        self.delivered: list[Planned] = []
        self.numbers: dict[tuple[int, int], str] = {}
        self.used_twice: list[tuple[int, int]] = []
        self.log = folder / "log"
        self._folder = folder
        self._running: dict[str, int] = {}
        password = folder / "password"
        password.write_text(mailbox.password)
        own = {
            "DATA_DIR": str(folder / "var"), "DATABASE_URL": databases.url, "JOBS_URL": databases.jobs_url, "IMAP_1_URL": mailbox.url,
            "IMAP_1_USER": mailbox.user, "IMAP_1_PASSWORD_FILE": str(password), "IMAP_1_FOLDERS": ",".join(FOLDERS), "IMAP_1_AFTER": after,
        }  # fmt: skip
        threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")  # nothing may have threads when it is forked
        self._environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(folder), **threads}
        self._settings = {f"SARABAN_{name}": value for name, value in own.items()}
        self._nursery = subprocess.Popen(
            [sys.executable, "-m", "tests.crash.nursery"],
            cwd=ROOT,
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.engine: Engine = open_engine(databases.url)

    def close(self) -> None:
        """End everything that was started."""
        self.kill_all()
        assert self._nursery.stdin
        self._nursery.stdin.close()
        self._nursery.kill()
        self._nursery.wait(30)
        self.engine.dispose()

    def start(self, name: str, die_after: int = 0, *, reading: bool = False) -> None:
        """Start the daemon of that name, if it is not running.

        die_after: it kills its group after so many steps of the way of a mail (`nursery`), from its fetch or (reading) from its job on.
        """
        if self.is_running(name):
            return
        arguments = ["run", *(part for role in self.roles[name] for part in ("--role", role))]
        environment = self._environment | self._settings | {"SARABAN_SLOT": name}
        request = {"arguments": arguments, "environment": environment, "log": str(self.log), "folder": str(self._folder)}
        assert self._nursery.stdin and self._nursery.stdout
        self._nursery.stdin.write(json.dumps({**request, "die_after": die_after, "reading": reading}) + "\n")
        self._nursery.stdin.flush()
        self._running[name] = int(self._nursery.stdout.readline())

    def is_running(self, name: str) -> bool:
        return name in self._running and Path(f"/proc/{self._running[name]}").exists()

    def kill(self, name: str) -> bool:
        """SIGKILL to the daemon's group; False where it was dead already."""
        pid = self._running.get(name)
        if pid is None or not self.is_running(name):
            return False
        os.killpg(pid, signal.SIGKILL)
        while self.is_running(name):
            time.sleep(0.01)
        return True

    def recover(self) -> None:
        """What the IT officer does after the database was set back."""
        command = [Path(sys.executable).with_name("saraban"), "recover"]
        subprocess.run(command, cwd=self._folder, env=self._environment | self._settings, check=True, stdout=subprocess.DEVNULL)

    def kill_all(self) -> None:
        for name in self.roles:
            self.kill(name)

    def deliver(self, mails: Iterable[Planned]) -> None:
        with self.mailbox.client() as client:
            for mail in mails:
                client.append(mail.folder, mail.content)
                self.delivered.append(mail)

    def delete_a_mail_that_was_kept(self) -> None:
        """From the server; its original is in the store."""
        with reading(self.engine) as session:
            newest = select(Sighting.mailbox, Sighting.uid).where(Sighting.first, Sighting.uid.is_not(None)).order_by(Sighting.id.desc())
            found = session.execute(newest.limit(1)).one_or_none()
        if found is None:
            return
        mailbox, uid = found
        with self.mailbox.client() as client:
            client.select_folder(mailbox.partition("/")[2])
            client.delete_messages([uid])
            client.uid_expunge([uid])

    def note_numbers(self) -> None:
        """Which number was seen on which message; one that was on another before was used twice."""
        with reading(self.engine) as session:
            rows = session.execute(select(Receipt.year, Receipt.number, Receipt.raw_sha256)).all()
        for year, number, sha in rows:
            if self.numbers.setdefault((year, number), sha) != sha:
                self.used_twice.append((year, number))

    def lost_and_doubled(self) -> tuple[int, int]:
        """By the identity table: messages without a receipt, and receipts beyond one a message."""
        of_content = {sha256(mail.content).hexdigest(): mail.identity for mail in self.delivered}
        with reading(self.engine) as session:
            receipts = [of_content[sha] for sha in session.scalars(select(Receipt.raw_sha256))]
        return len(set(of_content.values()) - set(receipts)), len(receipts) - len(set(receipts))

    def looked_at(self, folders: int) -> bool:
        """Whether taking has begun in so many folders."""
        try:
            return len(positions(self.engine)) == folders
        except SQLAlchemyError:  # the tables are still being made
            return False

    def counts(self) -> tuple[int, int]:
        """Receipts, and runs still open."""
        with reading(self.engine) as session:
            receipts = session.scalar(select(func.count(Receipt.id))) or 0
            return receipts, session.scalar(select(func.count(Run.id)).where(Run.closed_at.is_(None))) or 0

    def account_is_even(self) -> bool:
        """Sightings, receipts and states agree, and so do the numbers given with those borne and left out."""
        with reading(self.engine) as session:
            now = account(session)
            highest = session.scalar(select(func.max(Receipt.number))) or 0
            left_out = len(skipped(session, "intake"))
        even = now.messages_seen == now.receipts + now.further_sightings
        return even and now.receipts == now.in_work + now.waiting + now.done + now.not_ours and highest <= now.receipts + left_out


def _remove(path: Path) -> None:
    for each in path.parent.glob(path.name + "*"):
        each.unlink()


def _name(url: str) -> str:
    return make_url(url).database or ""
