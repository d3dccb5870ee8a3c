"""Open runs: what is still to be read."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Engine, func, select

from storage.engine import reading
from storage.tables import Receipt, Run


class OpenRun(NamedTuple):
    """A run that was not recorded yet, and where its bytes are. ordinal: 1 at the first reading."""

    id: int
    receipt_id: int
    raw_sha256: str
    file_name: str
    ordinal: int
    kept_at: datetime
    taken_at: datetime | None
    year: int
    number: int


_COLUMNS = (
    Run.id,
    Run.receipt_id,
    Receipt.raw_sha256,
    Receipt.file_name,
    Run.ordinal,
    Receipt.kept_at,
    Receipt.taken_at,
    Receipt.year,
    Receipt.number,
)
_OPEN = select(*_COLUMNS).join(Receipt).where(Run.closed_at.is_(None))


def open_runs(engine: Engine) -> list[OpenRun]:
    """All open runs, oldest first."""
    with reading(engine) as session:
        return [OpenRun(*row) for row in session.execute(_OPEN.order_by(Run.id))]


def open_run_of(engine: Engine, run_id: int) -> OpenRun | None:
    """The run if it is still open."""
    with reading(engine) as session:
        row = session.execute(_OPEN.where(Run.id == run_id)).one_or_none()
        return OpenRun(*row) if row else None


def counts(engine: Engine) -> tuple[int, int]:
    """How many runs there are, and how many of them are open."""
    with reading(engine) as session:
        total, closed = session.execute(select(func.count(Run.id), func.count(Run.closed_at))).one()
        return total, total - closed
