"""The own receive register is written up where the settings ask for it, from the number that they name."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from service.parts import Parts
from service.registering import keep_register
from service.settings import load
from storage import register
from storage.engine import reading, writing
from storage.store import Store
from tests.support.office import MORNING, Office


@pytest.mark.parametrize(
    ("settings", "numbers"),
    [
        ({}, []),
        ({"SARABAN_RECEIVE_REGISTER": "own"}, [1]),
        ({"SARABAN_RECEIVE_REGISTER": "own", "SARABAN_RECEIVE_REGISTER_START": "127/2561"}, [127]),
    ],
)
def test_by_the_settings(database: Engine, tmp_path: Path, settings: dict[str, str], numbers: list[int]) -> None:
    parts = Parts(load({"SARABAN_DATA_DIR": str(tmp_path), **settings}, None), database, Store(tmp_path / "store"))
    with writing(database) as session:
        office = Office(session)
        office.page(office.receipt(), kind="letter")
    for _ in range(2):
        keep_register(parts, MORNING)
    with reading(database) as session:
        assert [entry.number for entry in register.entries(session, 2561)] == numbers
