"""The office's own: numbers, the register, the directory, users, what they looked at, and what is to be sent."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from storage.tables.base import Base, short


class Counter(Base):
    """The last number given in a series (`intake`, `register`, `report`) and Buddhist-era year (Asia/Bangkok)."""

    __tablename__ = "counters"

    series: Mapped[str] = mapped_column(short(), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    n: Mapped[int]


class RegisterEntry(Base):
    """A line of the receive register (ทะเบียนหนังสือรับ). cancelled_at: struck out in place, the number stays used.

    number: of the group's own register, gap-free in its year; none where the office's central register gives the number, which
    is typed in as central_number.
    """

    __tablename__ = "register_entries"
    __table_args__ = (UniqueConstraint("year", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    number: Mapped[int | None]
    central_number: Mapped[str | None] = mapped_column(short(64))
    receipt_id: Mapped[int | None] = mapped_column(ForeignKey("receipts.id"), index=True)
    registered_at: Mapped[datetime]
    registered_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    letter_number: Mapped[str | None]
    letter_dated: Mapped[date | None]
    from_whom: Mapped[str]
    to_whom: Mapped[str]
    subject: Mapped[str]
    handling: Mapped[str | None]
    note: Mapped[str | None]
    cancelled_at: Mapped[datetime | None]
    cancelled_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    cancelled_why: Mapped[str | None]


class Coordinator(Base):
    """A row of the directory: who coordinates for an agency, from when until when, and the form that said so.

    line_group_at: when somebody ticked that the coordinator has joined the LINE group, line_group_by: who did.
    restricted_at: since when it is kept from use (shown in no directory, list or letter).
    """

    __tablename__ = "coordinators"
    __table_args__ = (Index("ix_coordinators_current", "agency_id", "until"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    circular_id: Mapped[int | None] = mapped_column(ForeignKey("circulars.id"))
    form_id: Mapped[int | None] = mapped_column(ForeignKey("forms.id"), unique=True)
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    line_group_at: Mapped[datetime | None]
    line_group_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    restricted_at: Mapped[datetime | None]

    values: Mapped[list[CoordinatorValue]] = relationship(cascade="all, delete-orphan")


class CoordinatorValue(Base):
    """A value of a directory row, traced to the field (and so to the strip of paper) that it came from."""

    __tablename__ = "coordinator_values"

    coordinator_id: Mapped[int] = mapped_column(ForeignKey("coordinators.id"), primary_key=True)
    name: Mapped[str] = mapped_column(short(64), primary_key=True)
    value: Mapped[str]
    field_id: Mapped[int | None] = mapped_column(ForeignKey("fields.id"), index=True)


class User(Base):
    """A person who works here. duty: clerk, supervisor, administrator. password_hash: argon2."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(short(64), unique=True)
    name: Mapped[str]
    duty: Mapped[str] = mapped_column(short())
    password_hash: Mapped[str]
    session_epoch: Mapped[int] = mapped_column(default=1)
    active: Mapped[bool] = mapped_column(default=True)
    made_at: Mapped[datetime]


class AccessLog(Base):
    """Who looked at personal data, when, and at what. kind: form, page, receipt, directory, export, asked, column, papers, keying."""

    __tablename__ = "access_log"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[str] = mapped_column(short())
    subject_id: Mapped[int | None]


class Event(Base):
    """The trail of what people and the program did, without personal values. details: codes and numbers only."""

    __tablename__ = "events"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[str] = mapped_column(short(64))
    receipt_id: Mapped[int | None] = mapped_column(ForeignKey("receipts.id"), index=True)
    details: Mapped[dict[str, Any]]


class Outbox(Base):
    """A mail to be sent once: unique for (kind, key), its Message-ID made from both. state: queued, sending, sent, failed.

    number: the report's running number. attempts and last_error: for the next report. content: the mail's bytes by hash,
    empty until they are made. next_at: not to be tried before. doubts: tries of which nobody knows whether the server took it.
    """

    __tablename__ = "outbox"
    __table_args__ = (UniqueConstraint("kind", "key"), Index("ix_outbox_state", "state"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(short())
    key: Mapped[str] = mapped_column(short(64))
    message_id: Mapped[str] = mapped_column(unique=True)
    recipients: Mapped[list[str]]
    content_sha256: Mapped[str] = mapped_column(short(64))
    state: Mapped[str] = mapped_column(short())
    number: Mapped[int | None]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]
    next_at: Mapped[datetime | None]
    doubts: Mapped[int] = mapped_column(default=0, server_default="0")
    made_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
