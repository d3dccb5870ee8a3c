"""The one place where databases are opened and transactions begin.

SQLite: WAL, `synchronous=FULL`, foreign keys on, 30 s of patience, and every transaction that may write begins with
`BEGIN IMMEDIATE`: a transaction that begins by reading and writes later fails at once when another wrote meanwhile.
The driver's own transaction handling is switched off (SQLAlchemy's recipe for it). PostgreSQL: psycopg 3 at READ COMMITTED.
"""

from __future__ import annotations

import os
import sqlite3
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

BUSY_SECONDS = 30
WAL_RETRY_SECONDS = 0.02
MODE = "saraban_mode"
FILE = "saraban_file"
WRITING, READING, MIGRATING = "writing", "reading", "migrating"


def open_engine(url: str | URL) -> Engine:
    """An engine for `sqlite:///path` or `postgresql://…`. A transaction begun on it without saying how may write."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed)
    return create_engine(
        parsed.set(drivername="postgresql+psycopg"), isolation_level="READ COMMITTED", pool_pre_ping=True, hide_parameters=True
    )


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """One transaction that may write: committed at the end, rolled back on any error."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """One transaction that reads; the database refuses to write in it. What it gave stays usable afterwards."""
    options = {MODE: READING} if engine.dialect.name == "sqlite" else {"postgresql_readonly": True}
    with Session(engine.execution_options(**options), expire_on_commit=False) as session, session.begin():
        yield session


def one_at_a_time(bind: Session | Connection, name: str) -> None:
    """Let only one transaction pass here until it ends. SQLite does so for all that write; PostgreSQL by an advisory lock."""
    connection = bind.connection() if isinstance(bind, Session) else bind
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": zlib.crc32(f"saraban:{name}".encode())})


def _sqlite(url: URL) -> Engine:
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True)  # errors go to the log
    event.listen(engine, "connect", _on_connect)
    if url.database and url.database != ":memory:":
        event.listen(engine, "connect", partial(_remember_file, url.database))
    event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    _into_wal(connection)
    connection.execute("PRAGMA synchronous=FULL")


def _remember_file(path: str, connection: Any, record: Any) -> None:
    record.info[FILE] = path, os.stat(path).st_ino  # noqa: PTH116 (each transaction asks)


def _check_file(connection: Connection) -> None:
    """SQLite goes on writing into a file that was deleted or replaced, and all of it would be lost."""
    path, inode = connection.info.get(FILE, ("", 0))
    try:
        gone = bool(path) and os.stat(path).st_ino != inode  # noqa: PTH116
    except FileNotFoundError:
        gone = True
    if gone:
        connection.connection.invalidate()
        raise OperationalError("BEGIN", None, sqlite3.OperationalError(f"the database file {path} was deleted or replaced"))


def _into_wal(connection: Any) -> None:
    """The switch to WAL does not wait for a lock by itself: two that open a new database at once would fail."""
    patience = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > patience:
                raise
        time.sleep(WAL_RETRY_SECONDS)


def _on_begin(connection: Connection) -> None:
    """A migration that rebuilds a table must not cascade through foreign keys; these pragmas work only outside transactions."""
    _check_file(connection)
    mode = connection.get_execution_options().get(MODE, WRITING)
    if connection.info.get(MODE) != mode:
        connection.exec_driver_sql(f"PRAGMA foreign_keys={'OFF' if mode == MIGRATING else 'ON'}")
        connection.exec_driver_sql(f"PRAGMA query_only={'ON' if mode == READING else 'OFF'}")
        connection.info[MODE] = mode
    connection.exec_driver_sql("BEGIN" if mode == READING else "BEGIN IMMEDIATE")
