"""How far each mailbox folder was read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, select

from storage.engine import reading, writing
from storage.tables import MailboxPosition, Sighting


@dataclass(frozen=True, slots=True)
class Position:
    """UIDs up to last_uid of this UIDVALIDITY are done. since: when taking began there; seen_at: when we last looked."""

    mailbox: str
    uid_validity: int
    last_uid: int
    since: datetime
    seen_at: datetime


def position(engine: Engine, mailbox: str) -> Position | None:
    """Where reading stands in a folder; None if it was never read."""
    with reading(engine) as session:
        row = session.get(MailboxPosition, mailbox)
        return Position(row.mailbox, row.uid_validity, row.last_uid, row.since, row.seen_at) if row else None


def positions(engine: Engine) -> tuple[Position, ...]:
    """Where reading stands in every folder that was ever read, by name."""
    with reading(engine) as session:
        rows = session.scalars(select(MailboxPosition).order_by(MailboxPosition.mailbox))
        return tuple(Position(row.mailbox, row.uid_validity, row.last_uid, row.since, row.seen_at) for row in rows)


def save_position(engine: Engine, mailbox: str, uid_validity: int, last_uid: int, at: datetime) -> None:
    """Reading has come so far. Within one UIDVALIDITY it never goes back; the moment when taking began stays."""
    with writing(engine) as session:
        row = session.get(MailboxPosition, mailbox, with_for_update=True)
        if row is None:
            session.add(MailboxPosition(mailbox=mailbox, uid_validity=uid_validity, last_uid=last_uid, since=at, seen_at=at))
            return
        row.last_uid = max(row.last_uid, last_uid) if row.uid_validity == uid_validity else last_uid
        row.uid_validity, row.seen_at = uid_validity, at


def known_uids(engine: Engine, mailbox: str, uid_validity: int, uids: Collection[int]) -> set[int]:
    """Those of `uids` that were seen before and need not be fetched again."""
    place = (Sighting.mailbox == mailbox, Sighting.uid_validity == uid_validity, Sighting.uid.in_(uids))
    with reading(engine) as session:
        return {uid for uid in session.scalars(select(Sighting.uid).where(*place)) if uid is not None}
