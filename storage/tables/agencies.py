"""Agencies, how to reach them, the circulars, and whom each circular asks."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.tables.base import Base, short


class Agency(Base):
    """An agency of the roster. kind: provincial, enterprise, district, district-branch, local. merged_into: it is this other one now."""

    __tablename__ = "agencies"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(short(64), unique=True)
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(short())
    district: Mapped[str] = mapped_column(default="")
    ordinal: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"))

    aliases: Mapped[list[AgencyAlias]] = relationship(order_by="AgencyAlias.id")


class AgencyAlias(Base):
    """Another way to write an agency's name."""

    __tablename__ = "agency_aliases"
    __table_args__ = (UniqueConstraint("agency_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    name: Mapped[str]


class AgencyContact(Base):
    """How to reach an agency. kind: phone, fax, email, station. A number may belong to several agencies."""

    __tablename__ = "agency_contacts"
    __table_args__ = (UniqueConstraint("agency_id", "kind", "value"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    kind: Mapped[str] = mapped_column(short())
    value: Mapped[str] = mapped_column(index=True)
    learned_from: Mapped[int | None] = mapped_column(ForeignKey("receipts.id"))


class Circular(Base):
    """A circular (หนังสือเวียน) that asks agencies to return a form. number and dated may be filled in later.

    send_to: where the form is to be returned, call: whom to ask, both as they stand in letters; urgency: ด่วนที่สุด or the like.
    """

    __tablename__ = "circulars"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(short(64), unique=True)
    number: Mapped[str | None]
    dated: Mapped[date | None]
    subject: Mapped[str]
    due_on: Mapped[date | None]
    form: Mapped[str] = mapped_column(short(64))
    send_to: Mapped[str] = mapped_column(default="", server_default="")
    call: Mapped[str] = mapped_column(default="", server_default="")
    urgency: Mapped[str] = mapped_column(default="", server_default="")
    made_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    addressees: Mapped[list[Addressee]] = relationship(order_by="Addressee.ordinal")


class DueChange(Base):
    """That the due day of a circular was moved: from which day to which, by whom and why."""

    __tablename__ = "due_changes"

    id: Mapped[int] = mapped_column(primary_key=True)
    circular_id: Mapped[int] = mapped_column(ForeignKey("circulars.id"), index=True)
    old: Mapped[date | None]
    new: Mapped[date | None]
    reason: Mapped[str]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]


class Addressee(Base):
    """Whom a circular asks. asked: direct, district (through the district office `through_id`, where it is known), no."""

    __tablename__ = "addressees"
    __table_args__ = (UniqueConstraint("circular_id", "agency_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    circular_id: Mapped[int] = mapped_column(ForeignKey("circulars.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), index=True)
    asked: Mapped[str] = mapped_column(short())
    through_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"))
    group: Mapped[str] = mapped_column(short())
    ordinal: Mapped[int]

    agency: Mapped[Agency] = relationship(foreign_keys=agency_id)


class AddresseeMark(Base):
    """What a person said of an addressee by hand; the last one holds. kind: answered (without paper), excused, cleared.

    answered_at: when it answered; reason: why; user_id: who says so, none for what came with a circular's file.
    """

    __tablename__ = "addressee_marks"

    id: Mapped[int] = mapped_column(primary_key=True)
    addressee_id: Mapped[int] = mapped_column(ForeignKey("addressees.id"), index=True)
    kind: Mapped[str] = mapped_column(short())
    reason: Mapped[str]
    answered_at: Mapped[datetime | None]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]


class ContactLine(Base):
    """One attempt to reach an agency about a circular: when, who called, who answered, for when the answer was promised."""

    __tablename__ = "contact_lines"
    __table_args__ = (Index("ix_contact_lines_asked", "circular_id", "agency_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    circular_id: Mapped[int] = mapped_column(ForeignKey("circulars.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    at: Mapped[datetime]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    spoke_with: Mapped[str]
    promised_for: Mapped[date | None]
    note: Mapped[str]
    next_call: Mapped[date | None]


class OfficeDay(Base):
    """A day that the office itself has settled: it works, or it does not, whatever the calendar of holidays says."""

    __tablename__ = "office_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    working: Mapped[bool]
    note: Mapped[str]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
