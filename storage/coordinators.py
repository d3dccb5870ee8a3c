"""Coordinators of an agency from when until when, each value traced to its strip; who has joined the LINE group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from storage import events
from storage.tables import Agency, Coordinator


@dataclass(frozen=True, slots=True)
class Period:
    """Who coordinated from when until when. values: (name, value, id of the field whose strip shows it)."""

    id: int
    since: datetime
    until: datetime | None
    form_id: int | None
    line_group_at: datetime | None
    values: tuple[tuple[str, str, int | None], ...]


def history(session: Session, agency_id: int) -> Sequence[Period]:
    """All coordinators that an agency had, the newest first."""
    rows = select(Coordinator).where(Coordinator.agency_id == agency_id).options(selectinload(Coordinator.values))
    return [_period(row) for row in session.scalars(rows.order_by(Coordinator.since.desc(), Coordinator.id.desc()))]


def tick(session: Session, coordinator_id: int, joined: bool, user_id: int, now: datetime) -> None:
    """Note that a coordinator has joined the LINE group, or take the tick away."""
    row = session.get_one(Coordinator, coordinator_id)
    row.line_group_at, row.line_group_by = (now, user_id) if joined else (None, None)
    session.flush()
    events.write(session, "line-group", now, user_id=user_id, coordinator=coordinator_id, joined=int(joined))


def in_line_group(session: Session) -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    """(coordinator, agency) of those in force who have joined, and of those who have not, in the roster's order."""
    rows = select(Coordinator.id, Agency.name, Coordinator.line_group_at).join(Agency, Agency.id == Coordinator.agency_id)
    found = session.execute(rows.where(Coordinator.until.is_(None)).order_by(Agency.ordinal, Coordinator.id)).all()
    joined = [(coordinator, name) for coordinator, name, at in found if at]
    return joined, [(coordinator, name) for coordinator, name, at in found if not at]


def _period(row: Coordinator) -> Period:
    values = tuple((value.name, value.value, value.field_id) for value in row.values)
    return Period(row.id, row.since, row.until, row.form_id, row.line_group_at, values)
