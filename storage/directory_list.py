"""The directory of coordinators as people look through it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import selectinload

from storage import thai_order
from storage.engine import reading
from storage.tables import Agency, Coordinator


@dataclass(frozen=True, slots=True)
class Entry:
    """Who coordinates for an agency now. values: by the field's name, canonical; form_id: the form that said so."""

    agency: str
    district: str
    since: datetime
    form_id: int | None
    values: dict[str, str]
    agency_id: int = 0


def directory(engine: Engine) -> Sequence[Entry]:
    """The rows in force, in the order of a Thai dictionary."""
    rows = select(Coordinator, Agency).join(Agency, Agency.id == Coordinator.agency_id)
    rows = rows.where(Coordinator.until.is_(None), Coordinator.restricted_at.is_(None))
    with reading(engine) as session:
        found = session.execute(rows.options(selectinload(Coordinator.values))).all()
        entries = [_entry(coordinator, agency) for coordinator, agency in found]
    return sorted(entries, key=lambda entry: thai_order.key(entry.agency))


def _entry(coordinator: Coordinator, agency: Agency) -> Entry:
    values = {value.name: value.value for value in coordinator.values}
    return Entry(agency.name, agency.district, coordinator.since, coordinator.form_id, values, agency.id)
