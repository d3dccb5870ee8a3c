"""An agency renamed by hand, another name given to it, and two agencies that turned out to be one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage import events
from storage.tables import Addressee, Agency, AgencyAlias, AgencyContact, AskedAgain, ContactLine, Coordinator, Form


class MergeRefused(ValueError):
    """These two cannot be merged; the message says why, in Thai."""

    code = "merge-refused"


def rename(session: Session, agency_id: int, name: str, user_id: int | None, now: datetime) -> None:
    """Give an agency a new official name; the old one stays as another way to write it."""
    agency = session.get_one(Agency, agency_id)
    if name.strip() and name != agency.name:
        add_alias(session, agency_id, agency.name)
        agency.name = name.strip()
        events.write(session, "agency-renamed", now, user_id=user_id, agency=agency_id)


def add_alias(session: Session, agency_id: int, name: str) -> None:
    """Another way to write its name."""
    agency = session.get_one(Agency, agency_id)
    if name.strip() and name.strip() not in {alias.name for alias in agency.aliases}:
        agency.aliases.append(AgencyAlias(name=name.strip()))
        session.flush()


def merge(session: Session, gone_id: int, into_id: int, user_id: int | None, now: datetime) -> None:
    """From now on the agency `gone_id` is `into_id`: its names, contacts, forms, calls and coordinators go over. Raises MergeRefused."""
    gone, into = session.get_one(Agency, gone_id), session.get_one(Agency, into_id)
    if gone_id == into_id or not into.active:
        raise MergeRefused("กรุณาเลือกหน่วยงานอื่นที่ยังใช้อยู่")
    for name in (gone.name, *(alias.name for alias in gone.aliases)):
        if name != into.name:
            add_alias(session, into_id, name)
    _contacts(session, gone_id, into_id)
    _addressees(session, gone_id, into_id)
    for table in (Form, ContactLine, AskedAgain):
        session.execute(update(table).where(table.agency_id == gone_id).values(agency_id=into_id))
    _coordinators(session, gone_id, into_id, now)
    gone.active, gone.merged_into = False, into_id
    session.flush()
    events.write(session, "agencies-merged", now, user_id=user_id, agency=gone_id, into=into_id)


def _contacts(session: Session, gone_id: int, into_id: int) -> None:
    known = {(row.kind, row.value) for row in session.scalars(select(AgencyContact).where(AgencyContact.agency_id == into_id))}
    for row in session.scalars(select(AgencyContact).where(AgencyContact.agency_id == gone_id)):
        if (row.kind, row.value) in known:
            session.delete(row)
        else:
            row.agency_id = into_id
    session.flush()


def _addressees(session: Session, gone_id: int, into_id: int) -> None:
    """Where a circular knows both, the one that is gone is asked no more; where it knows only that, the other takes its line."""
    both = set(session.scalars(select(Addressee.circular_id).where(Addressee.agency_id == into_id)))
    for row in session.scalars(select(Addressee).where(Addressee.agency_id == gone_id)):
        if row.circular_id in both:
            row.asked, row.through_id = "no", None
        else:
            row.agency_id = into_id
    session.execute(update(Addressee).where(Addressee.through_id == gone_id).values(through_id=into_id))
    session.flush()


def _coordinators(session: Session, gone_id: int, into_id: int, now: datetime) -> None:
    """The newest stays in force."""
    session.execute(update(Coordinator).where(Coordinator.agency_id == gone_id).values(agency_id=into_id))
    rows = select(Coordinator).where(Coordinator.agency_id == into_id, Coordinator.until.is_(None))
    for row in session.scalars(rows.order_by(Coordinator.since.desc(), Coordinator.id.desc()).offset(1)):
        row.until = now
