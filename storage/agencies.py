"""The roster in the database: which agencies there are. Whom a circular asks is the circular's own list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from storage.tables import Agency, AgencyAlias


class RosterRow(Protocol):
    """A row of a parsed roster file; `rules.roster.Agency` is one."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...
    @property
    def kind(self) -> str: ...
    @property
    def district(self) -> str: ...


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """An agency in use, as the roster says it."""

    code: str
    name: str
    aliases: tuple[str, ...]
    kind: str
    district: str


def load(session: Session, rows: Sequence[RosterRow]) -> None:
    """Make the agencies those of `rows`, in their order. One that is no longer among them stays, but out of use."""
    known = {agency.code: agency for agency in session.scalars(select(Agency).options(selectinload(Agency.aliases)))}
    for agency in known.values():
        agency.active = False
    for ordinal, row in enumerate(rows, 1):
        agency = known.setdefault(row.code, Agency(code=row.code))
        agency.name, agency.kind, agency.district = row.name, row.kind, row.district
        agency.ordinal, agency.active = ordinal, True
        session.add(agency)
        session.flush()
        _set_aliases(session, agency, row.aliases)


def roster_rows(session: Session) -> tuple[AgencyRow, ...]:
    """The agencies in use, in the roster's order."""
    wanted = select(Agency).where(Agency.active).order_by(Agency.ordinal, Agency.id).options(selectinload(Agency.aliases))
    return tuple(
        AgencyRow(agency.code, agency.name, tuple(alias.name for alias in agency.aliases), agency.kind, agency.district)
        for agency in session.scalars(wanted)
    )


def _set_aliases(session: Session, agency: Agency, names: Sequence[str]) -> None:
    wanted = tuple(dict.fromkeys(names))
    if tuple(alias.name for alias in agency.aliases) == wanted:
        return
    for alias in agency.aliases:
        session.delete(alias)
    session.flush()
    session.add_all(AgencyAlias(agency_id=agency.id, name=name) for name in wanted)
    session.flush()
    session.expire(agency, ["aliases"])
