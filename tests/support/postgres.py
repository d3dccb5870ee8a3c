"""A private PostgreSQL server for one test session: an unprivileged user, a Unix socket, a temporary folder."""

from __future__ import annotations

import ctypes
import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import make_url

OLDEST = 15
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "120",
    "shared_buffers": "32MB",
    "autovacuum": "off",
}


def find_binaries() -> Path:
    """The folder with the newest `initdb` and `postgres`: Debian's folders first, then the PATH."""
    versions = [p for p in Path("/usr/lib/postgresql").glob("*/bin") if (p / "initdb").exists() and p.parent.name.isdigit()]
    newest = max(versions, key=lambda p: int(p.parent.name), default=None)
    if newest and int(newest.parent.name) >= OLDEST:
        return newest
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    raise RuntimeError(f"PostgreSQL {OLDEST} or newer is needed for the tests; install it: apt-get install postgresql")


class Server:
    """A running server. `create_database` gives the URL of a new, private database."""

    def __init__(self, folder: Path, start: Callable[[], subprocess.Popen[bytes]]) -> None:
        self.folder = folder
        self._names = itertools.count(1)
        self._start = start
        self.begin()

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://postgres@/{name}?host={self.folder}"

    def create_database(self) -> str:
        """The URL of a new, empty database."""
        name = f"test_{next(self._names)}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE template0")
        return self.url(name)

    def clear(self, url: str) -> None:
        """Empty all tables, and let ids begin with 1 again: a hundred times faster than a new database."""
        with self._connect(make_url(url).database or "") as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'")
            statements = ["SET session_replication_role = replica", *(f'DELETE FROM "{name}"' for (name,) in tables)]
            connection.execute("; ".join(statements).encode())
            connection.execute("SELECT setval(sequencename::regclass, 1, false) FROM pg_sequences WHERE schemaname = 'public'")

    def restart(self) -> None:
        """End it as a crash of the machine's service does, every connection with it, and start it again."""
        self._process.send_signal(signal.SIGQUIT)  # "immediate": what was committed is recovered from the log
        self._process.wait(30)
        self.begin()

    def begin(self) -> None:
        """Start it, and wait until it answers."""
        self._process = self._start()
        self._until_ready()

    def stop(self) -> None:
        """End it, and disconnect everyone."""
        self._process.send_signal(signal.SIGINT)  # "fast"
        self._process.wait(30)

    def copy_database(self, name: str, copy: str) -> None:
        """Make `copy` what `name` is now; nobody may be connected to either, and whoever is, is disconnected."""
        for each in (name, copy):
            self._execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{each}'")
        self._execute(f"DROP DATABASE IF EXISTS {copy} WITH (FORCE)")
        self._execute(f"CREATE DATABASE {copy} TEMPLATE {name}")

    def drop_database(self, name: str) -> None:
        """Delete a database, whoever is connected."""
        self._execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _until_ready(self) -> None:
        for _ in range(600):
            if self._process.poll() is not None:
                logs = [(self.folder / name).read_text(errors="replace") for name in ("initdb.log", "server.log")]
                raise RuntimeError("PostgreSQL did not start:\n" + "\n".join(logs))
            if self.answers():
                return
            time.sleep(0.05)
        raise RuntimeError("PostgreSQL did not answer within 30 s")

    def answers(self) -> bool:
        try:
            self._execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def _execute(self, statement: str) -> None:
        with self._connect("postgres") as connection:
            connection.execute(statement.encode())

    def _connect(self, name: str) -> psycopg.Connection[tuple[Any, ...]]:
        return psycopg.connect(host=str(self.folder), user="postgres", dbname=name, autocommit=True)


@contextmanager
def running_server(**settings: str) -> Iterator[Server]:
    """Start a server (settings: other than `SETTINGS`) and stop it at the end; it also stops when this process dies."""
    binaries = find_binaries()
    folder = Path(tempfile.mkdtemp(prefix="saraban-pg-", dir="/tmp"))  # a socket's path must be short
    user = _unprivileged()
    if user:
        shutil.chown(folder, user)
    try:
        _make(binaries, folder, user)
        server = Server(folder, partial(_start, binaries, folder, user, SETTINGS | settings))
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _make(binaries: Path, folder: Path, user: str | None) -> None:
    make: list[str | Path] = [binaries / "initdb", "-D", folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C"]
    _run_as(user, [*make, "--no-sync"], folder / "initdb.log").wait()


def _start(binaries: Path, folder: Path, user: str | None, settings: Mapping[str, str]) -> subprocess.Popen[bytes]:
    options: list[str | Path] = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
    return _run_as(user, [binaries / "postgres", "-D", folder / "data", "-k", folder, *options], folder / "server.log")


def _run_as(user: str | None, command: Sequence[str | Path], log: Path) -> subprocess.Popen[bytes]:
    groups: list[str | int] | None = [] if user else None  # none of ours
    group = pwd.getpwnam(user).pw_gid if user else None
    with log.open("wb") as out:
        return subprocess.Popen(
            command, stdout=out, stderr=out, cwd="/", preexec_fn=_end_with_parent, user=user, group=group, extra_groups=groups
        )


def _unprivileged() -> str | None:
    """PostgreSQL refuses to run as root: the user to become, None where we are an ordinary one."""
    if os.getuid() != 0:
        return None
    return "postgres" if any(entry.pw_name == "postgres" for entry in pwd.getpwall()) else "nobody"


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(1, signal.SIGINT)  # PR_SET_PDEATHSIG
