"""Agencies in use, by all the names that people write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, select
from sqlalchemy.orm import selectinload

from storage.engine import reading
from storage.tables import Agency


@dataclass(frozen=True, slots=True)
class AgencyName:
    """An agency's official name, and other ways to write it."""

    id: int
    name: str
    aliases: tuple[str, ...]


def agency_names(engine: Engine) -> Sequence[AgencyName]:
    """All agencies in use, in the roster's order."""
    wanted = select(Agency).where(Agency.active).order_by(Agency.ordinal, Agency.id).options(selectinload(Agency.aliases))
    with reading(engine) as session:
        return tuple(AgencyName(row.id, row.name, tuple(alias.name for alias in row.aliases)) for row in session.scalars(wanted))
