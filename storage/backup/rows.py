"""The rows of all tables as lines of JSON: one snapshot, the same for SQLite and PostgreSQL, without any client program.

The first line says which schema it is; then for each table a line with its columns, and a line for each row. A backup of one kind of
database can be restored into the other.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from alembic import command
from alembic.util import CommandError
from sqlalchemy import Column, Connection, Date, Engine, Table, bindparam, func, insert, select, text, update

from storage import migrate
from storage.engine import MIGRATING, MODE, reading
from storage.tables import Base
from storage.tables.base import Instant

CHUNK = 500


class BackupUnusable(Exception):
    """สำเนาสำรองนี้ใช้ไม่ได้ โปรดใช้สำเนาสำรองชุดอื่น หรือโปรแกรมรุ่นใหม่กว่านี้"""

    code = "backup-unusable"

    def __init__(self, detail: str) -> None:
        super().__init__(f"{self.__doc__} ({detail})")


def dump(engine: Engine, path: Path) -> int:
    """Write all rows as they are at one moment, while others go on writing; gives how many."""
    with reading(engine) as session, gzip.open(path, "wt", encoding="utf-8", compresslevel=5) as out:
        if engine.dialect.name == "postgresql":
            session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        connection = session.connection()
        _line(out, {"schema": migrate.version_of(connection)})
        return sum(_dump_table(connection, table, out) for table in Base.metadata.sorted_tables)


def load(connection: Connection, path: Path) -> None:
    """Fill a database without any table from such a file, and bring it to this program's schema. Raises BackupUnusable."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        config = migrate.settings()
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, json.loads(next(lines))["schema"])
        except (CommandError, StopIteration, OSError, ValueError) as error:
            raise BackupUnusable(str(error)) from error
        for table, columns, rows in _tables(lines):
            _fill(connection, table, columns, rows)
        command.upgrade(config, "head")
    _count_on(connection)


def load_into(engine: Engine, path: Path) -> None:
    """The same in one transaction, on a database whose tables (of ours) are dropped first."""
    with engine.execution_options(**{MODE: MIGRATING}).begin() as connection:
        Base.metadata.drop_all(connection)
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
        load(connection, path)


def _dump_table(connection: Connection, table: Table, out: IO[str]) -> int:
    columns = list(table.columns)
    _line(out, {"table": table.name, "columns": [column.name for column in columns]})
    count = 0
    for row in connection.execution_options(yield_per=CHUNK).execute(select(*columns).order_by(*table.primary_key)):
        _line(out, [value.isoformat() if isinstance(value, date) else value for value in row])
        count += 1
    return count


def _tables(lines: Iterable[str]) -> Iterator[tuple[Table, list[str], Iterator[list[Any]]]]:
    """Each table with its columns and rows; the rows have to be taken before the next table is asked for."""
    parsed = map(json.loads, lines)
    head = next(parsed, None)
    while head is not None:
        follows: list[Any] = []

        def rows(follows: list[Any] = follows) -> Iterator[list[Any]]:
            for line in parsed:
                if isinstance(line, dict):
                    follows.append(line)
                    return
                yield line

        if head["table"] not in Base.metadata.tables:
            raise BackupUnusable(f"unknown table {head['table']}")
        yield Base.metadata.tables[head["table"]], head["columns"], rows()
        head = follows[0] if follows else None


def _fill(connection: Connection, table: Table, names: list[str], rows: Iterator[list[Any]]) -> None:
    """A column that points into its own table is filled when all of its rows are there."""
    columns = [table.columns[name] for name in names]
    inward = [column for column in columns if any(key.column.table is table for key in column.foreign_keys)]
    later: list[dict[str, Any]] = []
    for chunk in _chunks(rows):
        values = [dict(zip(names, map(_value, columns, row), strict=True)) for row in chunk]
        pointing = [row for row in values if any(row[column.name] for column in inward)]
        later += [{f"_{name}": row[name] for name in ("id", *(column.name for column in inward))} for row in pointing]
        connection.execute(insert(table), [{**row, **{column.name: None for column in inward}} for row in values])
    if later:
        point = update(table).where(table.c.id == bindparam("_id")).values({c.name: bindparam(f"_{c.name}") for c in inward})
        connection.execute(point, later)


def _value(column: Column[Any], value: Any) -> Any:
    if isinstance(column.type, Instant) and value is not None:
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(column.type, Date) and value is not None else value


def _chunks(rows: Iterator[list[Any]]) -> Iterator[Sequence[list[Any]]]:
    chunk: list[list[Any]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _count_on(connection: Connection) -> None:
    """PostgreSQL's own counters of ids begin behind the rows that came with their ids."""
    if connection.dialect.name != "postgresql":
        return
    for table in Base.metadata.sorted_tables:
        if "id" in table.columns and (highest := connection.scalar(select(func.max(table.c.id)))):
            sequence = connection.scalar(select(func.pg_get_serial_sequence(table.name, "id")))
            connection.execute(select(func.setval(sequence, highest)))


def _line(out: IO[str], value: object) -> None:
    out.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n")
