"""The chasing list of a circular: who has not answered, how to reach them, who coordinated last, what they promised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from storage.contact_lines import Call, calls
from storage.contacts import contacts
from storage.ledger import Line, ledger
from storage.tables import Coordinator


@dataclass(frozen=True, slots=True)
class Chased:
    """An agency that has not answered. contacts: by kind; coordinator: values of the last one, by name; calls: the newest first."""

    line: Line
    contacts: Mapping[str, Sequence[str]]
    coordinator: Mapping[str, str]
    calls: Sequence[Call]

    @property
    def next_call(self) -> date | None:
        """When it is to be called again, as the last call says."""
        return self.calls[0].next_call if self.calls else None


def chasing(session: Session, circular_id: int) -> Sequence[Chased]:
    """Those who have not answered: who is to be called first in front, then in the circular's order. Raises LookupError."""
    lines = ledger(session, circular_id).unanswered()
    ids = [line.agency_id for line in lines]
    reach, made, people = contacts(session, ids), calls(session, circular_id), _last_coordinators(session, ids)
    found = [Chased(line, reach.get(line.agency_id, {}), people.get(line.agency_id, {}), made.get(line.agency_id, ())) for line in lines]
    return sorted(found, key=lambda one: one.next_call or date.max)


def _last_coordinators(session: Session, agency_ids: Sequence[int]) -> dict[int, dict[str, str]]:
    last = select(func.max(Coordinator.id)).where(Coordinator.agency_id.in_(agency_ids)).group_by(Coordinator.agency_id)
    rows = session.scalars(select(Coordinator).where(Coordinator.id.in_(last)).options(selectinload(Coordinator.values)))
    return {row.agency_id: {value.name: value.value for value in row.values} for row in rows}
