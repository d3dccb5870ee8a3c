"""Brings a database to the newest schema: the same migrations on SQLite and PostgreSQL."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from storage.engine import MIGRATING, MODE, one_at_a_time

FOLDER = Path(__file__).parent / "migrations"


class ForeignKeyBroken(RuntimeError):
    """A migration would leave rows that point nowhere; nothing was changed."""


def migrate(engine: Engine) -> None:
    """Run the missing migrations, all in one transaction. Several processes may do so at once: the others find it done."""
    config = settings()
    with engine.execution_options(**{MODE: MIGRATING}).begin() as connection:
        one_at_a_time(connection, "migrate")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        _check_foreign_keys(connection)


def version(engine: Engine) -> str | None:
    """The schema's revision, None for an empty database."""
    with engine.connect() as connection:
        return version_of(connection)


def version_of(connection: Connection) -> str | None:
    """The same of an open connection."""
    return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """The revision that this program needs."""
    return ScriptDirectory.from_config(settings()).get_current_head()


def settings() -> Config:
    """Alembic's settings, without an ini file."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise ForeignKeyBroken(f"{len(broken)} rows point nowhere, the first in table {broken[0][0]}")
