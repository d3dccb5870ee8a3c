"""Agencies, how to reach them, the circulars, and whom each circular asks."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.tables.base import Base, short


class Agency(Base):
    """An agency of the roster. kind: provincial, enterprise, district, district-branch, local."""

    __tablename__ = "agencies"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(short(64), unique=True)
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(short())
    district: Mapped[str] = mapped_column(default="")
    ordinal: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)

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
    """A circular (หนังสือเวียน) that asks agencies to return a form. number and dated may be filled in later."""

    __tablename__ = "circulars"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(short(64), unique=True)
    number: Mapped[str | None]
    dated: Mapped[date | None]
    subject: Mapped[str]
    due_on: Mapped[date | None]
    form: Mapped[str] = mapped_column(short(64))
    made_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    addressees: Mapped[list[Addressee]] = relationship(order_by="Addressee.ordinal")


class Addressee(Base):
    """Whom a circular asks. asked: direct, district (through a district), no. excused: why it need not answer."""

    __tablename__ = "addressees"
    __table_args__ = (UniqueConstraint("circular_id", "agency_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    circular_id: Mapped[int] = mapped_column(ForeignKey("circulars.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), index=True)
    asked: Mapped[str] = mapped_column(short())
    group: Mapped[str] = mapped_column(short())
    ordinal: Mapped[int]
    excused: Mapped[str | None]

    agency: Mapped[Agency] = relationship()
