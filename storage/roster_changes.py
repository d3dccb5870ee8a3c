"""What an office's list would change in the roster, shown before anything is changed, and the change itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rapidfuzz import fuzz
from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from rules.agency_names import agency_key
from storage import events
from storage.agencies import RosterRow
from storage.tables import Agency, AgencyAlias

ALIKE = 70  # of 100, from which an agency that is gone is offered as the old name of a new one
SERIES = "A-"


@dataclass(frozen=True, slots=True)
class Change:
    """What a row of the list is to the roster. kind: same, changed, renamed, new. agency: whom it stands for, none where new.

    row: its place in the list, from 0; alike: agencies that the list has no longer and that it may be the new name of, best first.
    """

    kind: str
    row: int
    name: str
    agency_id: int | None = None
    old_name: str = ""
    alike: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """All of a list. gone: agencies in use that are not on it (id, name)."""

    rows: tuple[Change, ...]
    gone: tuple[tuple[int, str], ...]

    def of(self, *kinds: str) -> tuple[Change, ...]:
        """The rows of these kinds."""
        return tuple(row for row in self.rows if row.kind in kinds)


def compare(session: Session, rows: Sequence[RosterRow]) -> Changes:
    """The list against the agencies in use. Changes nothing."""
    agencies = _in_use(session)
    found = _matched(rows, agencies)
    gone = tuple((agency.id, agency.name) for agency in agencies if agency not in found.values())
    return Changes(tuple(_change(n, row, found.get(n), gone) for n, row in enumerate(rows)), gone)


def take(
    session: Session,
    rows: Sequence[RosterRow],
    renamed: Mapping[int, int],
    retired: Collection[int],
    user_id: int | None,
    now: datetime,
) -> Changes:
    """Take the list over: add what is new, change what is changed, in the list's order.

    renamed: place in the list → id of the agency whose new name this is; its old name stays as an alias. retired: ids of
    agencies that are out of use from now on; others that are not on the list stay as they are, behind it.
    """
    changes, agencies = compare(session, rows), {agency.id: agency for agency in _in_use(session)}
    gone = dict(changes.gone)
    last = _last_code(session)
    for change, row in zip(changes.rows, rows, strict=True):
        known = agencies.get(change.agency_id or (renamed.get(change.row, 0) if renamed.get(change.row) in gone else 0))
        if known is None:
            last += 1
            known = Agency(code=row.code or f"{SERIES}{last:04d}", name=row.name, aliases=[])
            session.add(known)
        _write(known, row, change.row + 1)
        session.flush()
    _behind([agencies[agency_id] for agency_id in gone if agency_id not in renamed.values()], len(rows), retired)
    session.flush()
    events.write(session, "roster-taken", now, user_id=user_id, rows=len(rows), new=len(changes.of("new")), retired=len(retired))
    return changes


def add(session: Session, name: str, kind: str, district: str, user_id: int | None, now: datetime) -> Agency | None:
    """One more agency, behind all others; None if there is one of this name in this district (or without a name)."""
    name, district = " ".join(name.split()), district.strip().removeprefix("อำเภอ")
    known = {(agency_key(agency.name), agency.district) for agency in _in_use(session)}
    if not name or (agency_key(name), district) in known:
        return None
    last = session.scalar(select(func.max(Agency.ordinal))) or 0
    made = Agency(code=f"{SERIES}{_last_code(session) + 1:04d}", name=name, kind=kind, district=district, ordinal=last + 1, active=True)
    session.add(made)
    session.flush()
    events.write(session, "agency-added", now, user_id=user_id, agency=made.id)
    return made


def _in_use(session: Session) -> list[Agency]:
    wanted = select(Agency).where(Agency.active).order_by(Agency.ordinal, Agency.id).options(selectinload(Agency.aliases))
    return list(session.scalars(wanted))


def _matched(rows: Sequence[RosterRow], agencies: Sequence[Agency]) -> dict[int, Agency]:
    """By place in the list: the agency of the same code, else the one of the same name (and district, where several have it)."""
    by_code = {agency.code: agency for agency in agencies}
    by_name: dict[str, list[Agency]] = {}
    for agency in agencies:
        for name in {agency_key(name) for name in (agency.name, *(alias.name for alias in agency.aliases))}:
            by_name.setdefault(name, []).append(agency)
    found: dict[int, Agency] = {}
    taken: set[int] = set()
    for n, row in enumerate(rows):
        candidates = [by_code[row.code]] if row.code in by_code else by_name.get(agency_key(row.name), [])
        same = [agency for agency in candidates if agency.district == row.district] or candidates
        if len(same) == 1 and same[0].id not in taken:
            found[n] = same[0]
            taken.add(same[0].id)
    return found


def _change(n: int, row: RosterRow, agency: Agency | None, gone: Sequence[tuple[int, str]]) -> Change:
    if agency is None:
        likeness = [(fuzz.ratio(agency_key(row.name), agency_key(name)), known, name) for known, name in gone]
        near = sorted((one for one in likeness if one[0] >= ALIKE), reverse=True)[:5]
        return Change("new", n, row.name, alike=tuple((known, name) for _, known, name in near))
    if agency.name != row.name:
        return Change("renamed", n, row.name, agency.id, agency.name)
    aliases = {alias.name for alias in agency.aliases}
    other = (row.kind and agency.kind != row.kind) or (row.district and agency.district != row.district) or not set(row.aliases) <= aliases
    return Change("changed" if other else "same", n, row.name, agency.id, agency.name)


def _write(agency: Agency, row: RosterRow, ordinal: int) -> None:
    aliases = [*row.aliases, *([agency.name] if agency.name != row.name else [])]
    known = {alias.name for alias in agency.aliases}
    agency.aliases += [AgencyAlias(name=name) for name in dict.fromkeys(aliases) if name not in known and name != row.name]
    agency.name, agency.kind, agency.district = row.name, row.kind or agency.kind or "", row.district or agency.district or ""
    agency.ordinal, agency.active = ordinal, True


def _behind(agencies: Sequence[Agency], rows: int, retired: Collection[int]) -> None:
    for ordinal, agency in enumerate(agencies, rows + 1):
        agency.ordinal = ordinal
        agency.active = agency.id not in retired


def _last_code(session: Session) -> int:
    codes = session.scalars(select(Agency.code).where(Agency.code.startswith(SERIES)))
    numbers = [int(code.removeprefix(SERIES)) for code in codes if code.removeprefix(SERIES).isdecimal()]
    return max(numbers, default=session.scalar(select(func.count(Agency.id))) or 0)
