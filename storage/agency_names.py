"""Agencies in use, by all the names that people write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, select

from storage.engine import reading
from storage.tables import Agency, AgencyAlias


@dataclass(frozen=True, slots=True)
class AgencyName:
    """An agency's official name, and other ways to write it."""

    id: int
    name: str
    aliases: tuple[str, ...]


def agency_names(engine: Engine) -> Sequence[AgencyName]:
    """All agencies in use, in the roster's order."""
    wanted = select(Agency.id, Agency.name).where(Agency.active).order_by(Agency.ordinal, Agency.id)
    with reading(engine) as session:
        aliases: dict[int, list[str]] = {}
        for agency_id, name in session.execute(select(AgencyAlias.agency_id, AgencyAlias.name).order_by(AgencyAlias.id)):
            aliases.setdefault(agency_id, []).append(name)
        return tuple(AgencyName(agency_id, name, tuple(aliases.get(agency_id, ()))) for agency_id, name in session.execute(wanted))
