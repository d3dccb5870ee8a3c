"""Agencies by the names that people write."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Engine, select, union
from sqlalchemy.orm import Session

from storage.engine import reading
from storage.tables import Agency, AgencyAlias


def agency_names(engine: Engine) -> Sequence[str]:
    """The official names of all agencies in use, in the roster's order."""
    with reading(engine) as session:
        return session.scalars(select(Agency.name).where(Agency.active).order_by(Agency.ordinal, Agency.id)).all()


def agency_named(session: Session, name: str) -> Agency | None:
    """The one agency in use with this official name, or else with this other way to write it; None where it is none or several."""
    official = session.scalars(select(Agency).where(Agency.active, Agency.name == name).limit(2)).all()
    if len(official) == 1:
        return official[0]
    known = union(select(Agency.id).where(Agency.name == name), select(AgencyAlias.agency_id).where(AgencyAlias.name == name))
    found = session.scalars(select(Agency).where(Agency.active, Agency.id.in_(known)).limit(2)).all()
    return found[0] if len(found) == 1 else None
