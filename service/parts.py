"""What every command builds from the settings: database, store, and the name of the reader."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from service.board import Board
from service.failure import Failure
from service.settings import Settings, load
from storage import migrate
from storage.engine import open_engine
from storage.sealed import read_key
from storage.store import Store


@dataclass(frozen=True)
class Parts:
    """The settings and what they lead to. The database is at the newest schema."""

    settings: Settings
    engine: Engine
    store: Store

    @cached_property
    def board(self) -> Board:
        """What is wrong at this moment."""
        return Board(self.engine)

    @cached_property
    def reader(self) -> str:
        """Name and version of what reads, kept with every run."""
        from ocr.net_reader import NetReader  # slow to import, and only those who take mail in or read need it

        return NetReader().name


def open_store(settings: Settings) -> Store:
    """The store, with its key where there is one. Raises KeyUnusable."""
    return Store(settings.store, read_key(settings.store_key_file) if settings.store_key_file else None)


def open_parts(settings: Settings | None = None, *, create: bool = False) -> Parts:
    """Opens database and store. create: makes the database, or brings it up to date; else one that is not, is a Failure."""
    settings = settings or load()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    engine = open_engine(settings.database)
    try:
        if create:
            migrate.migrate(engine)
        elif migrate.version(engine) != migrate.newest():
            raise Failure("database-not-migrated", "ฐานข้อมูลยังไม่ได้สร้างหรือยังเป็นรุ่นเก่า โปรดสั่ง saraban migrate ก่อน")
    except OperationalError as error:
        raise Failure("database-unreachable", f"ติดต่อฐานข้อมูลไม่ได้ ({error.orig}) โปรดตรวจ SARABAN_DATABASE_URL") from error
    return Parts(settings, engine, open_store(settings))
