"""Fixtures of the end-to-end tests: an office whose daemon runs as a program of its own, and a browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.daemon import Office

__all__ = ["office", "set_up"]


@pytest.fixture(scope="session")
def set_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of an office with its database and the Lamphun circular, to be copied."""
    office = Office(tmp_path_factory.mktemp("office"))
    office.saraban("migrate")
    office.saraban("circular", "load", str(Office.CIRCULAR))
    return Path(office.settings["DATA_DIR"])


@pytest.fixture
def office(set_up: Path, tmp_path: Path) -> Iterator[Office]:
    """An office with its database and the Lamphun circular, and nothing running yet."""
    office = Office(tmp_path)
    shutil.copytree(set_up, office.settings["DATA_DIR"])
    yield office
    office.kill()
    office.engine.dispose()
