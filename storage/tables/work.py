"""How people work on forms: who has what in hand, what was said by telephone, what was asked for again, what can be undone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, short


class Lease(Base):
    """A person has a receipt (all forms of one fax) in hand until a moment; past it, the lease is as good as none."""

    __tablename__ = "leases"

    receipt_id: Mapped[int] = mapped_column(ForeignKey("receipts.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    until: Mapped[datetime]


class ToldValue(Base):
    """What someone of the agency said of a field by telephone: it goes to the directory, and not into what stands on the paper."""

    __tablename__ = "told_values"

    field_id: Mapped[int] = mapped_column(ForeignKey("fields.id"), primary_key=True)
    value: Mapped[str]
    others: Mapped[list[str]]
    said_by: Mapped[str]
    said_at: Mapped[datetime]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


class AskedAgain(Base):
    """A paper cannot serve and its sender is to send another. why: a code; settled_at: a new one came, or nobody waits any more."""

    __tablename__ = "asked_again"

    id: Mapped[int] = mapped_column(primary_key=True)
    receipt_id: Mapped[int] = mapped_column(ForeignKey("receipts.id"), index=True)
    page_id: Mapped[int | None] = mapped_column(ForeignKey("pages.id"))
    form_id: Mapped[int | None] = mapped_column(ForeignKey("forms.id"))
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"))
    why: Mapped[str] = mapped_column(short())
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


class Undo(Base):
    """What stood before the last thing a person did to a form or receipt, so that it can be taken back once. kind: form, receipt.

    version: that a form has since then; a form that was saved again has no way back to here. before: states and values.
    """

    __tablename__ = "undos"
    __table_args__ = (UniqueConstraint("kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(short())
    subject_id: Mapped[int]
    version: Mapped[int]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    before: Mapped[dict[str, Any]]


class BlindKey(Base):
    """A field keyed from its strip alone. sampled: the machine was sure of it, so that its errors can be counted.

    against, against_others: the value in force when it was keyed; agrees: both say the same. truth: what a supervisor found right
    where they differ: machine, keyed, other.
    """

    __tablename__ = "blind_keys"
    __table_args__ = (Index("ix_blind_keys_open", "sampled", "agrees", "settled_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    field_id: Mapped[int] = mapped_column(ForeignKey("fields.id"), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    sampled: Mapped[bool]
    value: Mapped[str]
    others: Mapped[list[str]]
    empty: Mapped[str | None] = mapped_column(short())
    against: Mapped[str]
    agrees: Mapped[bool] = mapped_column(server_default=false())
    truth: Mapped[str | None] = mapped_column(short())
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    settled_at: Mapped[datetime | None]


class Switch(Base):
    """A way of working that a supervisor chose. name: every-form-seen. value: on, off."""

    __tablename__ = "switches"

    name: Mapped[str] = mapped_column(short(64), primary_key=True)
    value: Mapped[str] = mapped_column(short(64))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
