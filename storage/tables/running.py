"""How the program itself is doing: what is wrong with it, and which workers are there."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base, short


class Trouble(Base):
    """Something that stops work: source (a mailbox folder, a drop folder, `store`, `database`), code, from when until when."""

    __tablename__ = "troubles"
    __table_args__ = (Index("ix_troubles_until", "until"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str]
    code: Mapped[str] = mapped_column(short(64))
    since: Mapped[datetime]
    until: Mapped[datetime | None]


class WorkerSlot(Base):
    """A worker, and when it last said that it is there."""

    __tablename__ = "worker_slots"

    slot: Mapped[str] = mapped_column(short(), primary_key=True)
    seen_at: Mapped[datetime]
