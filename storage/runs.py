"""Runs: one reading of a receipt by one reader version."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from storage.tables import Run


class UnknownRun(LookupError):
    """There is no such run: whoever asks is older than the database, and can forget it."""

    code = "unknown-run"


def open_run(session: Session, receipt_id: int, reader: str, at: datetime) -> Run:
    """A new run of a receipt; one that is still open is given instead, so that asking twice reads once."""
    last = session.scalar(_newest_first(receipt_id))
    if last and last.closed_at is None:
        return last
    run = Run(receipt_id=receipt_id, ordinal=last.ordinal + 1 if last else 1, reader=reader, opened_at=at)
    session.add(run)
    session.flush()
    return run


def last_run(session: Session, receipt_id: int) -> Run:
    """The newest run of a receipt; every receipt has one from the start."""
    return session.scalars(_newest_first(receipt_id)).one()


def still_open(session: Session, run_id: int) -> Run | None:
    """The run, locked until this transaction ends; None if it is closed already. Raises UnknownRun."""
    run = session.get(Run, run_id, with_for_update=True)
    if run is None:
        raise UnknownRun(f"there is no run {run_id}")
    return None if run.closed_at else run


def _newest_first(receipt_id: int) -> Select[Run]:
    return select(Run).where(Run.receipt_id == receipt_id).order_by(Run.ordinal.desc()).limit(1)
