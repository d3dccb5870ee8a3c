"""Which workers are there: each says so again and again; one that has not for a while is dead."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine, select

from storage.engine import reading, writing
from storage.tables import WorkerSlot


def here(engine: Engine, slot: str, now: datetime) -> None:
    """The worker of this slot is there."""
    with writing(engine) as session:
        session.merge(WorkerSlot(slot=slot, seen_at=now))


def alive(engine: Engine, since: datetime) -> set[str]:
    """The slots that said so since that moment."""
    with reading(engine) as session:
        return set(session.scalars(select(WorkerSlot.slot).where(WorkerSlot.seen_at >= since)))
