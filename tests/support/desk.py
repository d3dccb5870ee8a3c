"""A desk at which invented papers are kept and what was read of them is recorded."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from storage import agencies, circulars, record
from storage.agencies import AgencyRow
from storage.circulars import NewCircular
from storage.engine import reading, writing
from storage.receipts import Arrival, keep
from storage.runs import open_run
from storage.states import receipt_state
from storage.store import Store
from storage.tables import Page, Receipt, Run
from storage.types import FileResult
from tests.support.results import Papers

NOON = datetime(2026, 3, 2, 5, tzinfo=UTC)
LATER = NOON + timedelta(minutes=5)


class Desk:
    """Keeps papers and records what was read of them."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine, self.store, self.papers = engine, Store(folder / "store"), Papers(folder / "work")
        self.kept = 0
        with writing(engine) as session:
            agencies.load(session, [AgencyRow("A", "สำนักงานสมมุติ", (), "provincial", ""), AgencyRow("B", "อื่น", (), "provincial", "")])
            circulars.create(session, NewCircular("c1", "เรื่อง", "coordinator", {"provincial": "direct"}), NOON)

    def keep(self) -> tuple[int, int]:
        """A new receipt's id and its run's."""
        self.kept += 1
        kept = keep(self.engine, self.store, Arrival(b"raw %d" % self.kept, "a.eml", "test", "mail", NOON, "r1"))
        return kept.receipt_id, kept.run_id

    def read(self, result: FileResult, every_form_seen: bool = True) -> int:
        """The id of a new receipt of which this was read."""
        receipt, run = self.keep()
        self.record(run, result, every_form_seen)
        return receipt

    def record(self, run_id: int, result: FileResult, every_form_seen: bool = True) -> None:
        record.record(self.engine, self.store, run_id, result, "r2", LATER, every_form_seen=every_form_seen)

    def read_again(self, receipt: int, result: FileResult, every_form_seen: bool = True) -> None:
        with writing(self.engine) as session:
            run = open_run(session, receipt, "r3", LATER)
        self.record(run.id, result, every_form_seen)

    def state(self, receipt: int) -> str | None:
        with reading(self.engine) as session:
            return session.scalar(select(receipt_state()).where(Receipt.id == receipt))

    def pages(self, receipt: int) -> list[str]:
        with reading(self.engine) as session:
            rows = session.scalars(select(Page).join(Run).where(Run.receipt_id == receipt).order_by(Run.ordinal, Page.number))
            return [row.state for row in rows]


@pytest.fixture
def desk(database: Engine, tmp_path: Path) -> Desk:
    return Desk(database, tmp_path)
