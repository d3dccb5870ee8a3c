"""A mail server for the tests of what is sent; one database for what depends on none."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from storage.engine import open_engine
from tests.support.mail_server import Taken, running_mail_server


@pytest.fixture
def mail_server() -> Iterator[Taken]:
    with running_mail_server() as taken:
        yield taken


@pytest.fixture
def one_database(sqlite_template: Path, tmp_path: Path) -> Iterator[Engine]:
    """What depends on no database is tried on one."""
    shutil.copy(sqlite_template, tmp_path / "saraban.db")
    engine = open_engine(f"sqlite:///{tmp_path / 'saraban.db'}")
    yield engine
    engine.dispose()
