"""How far each mailbox folder was read, and what the server withholds."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, delete, func, select, update
from sqlalchemy.orm import Session

from storage.engine import reading, writing
from storage.tables import MailboxPosition, Message, Sighting, WithheldMail

CHUNK = 500  # values in one IN (…)


@dataclass(frozen=True, slots=True)
class Position:
    """UIDs up to last_uid of this UIDVALIDITY are done. since: when taking began there; seen_at: when we last looked.

    passed_over: how many messages the mailbox's rule did not take, since taking began.
    """

    mailbox: str
    uid_validity: int
    last_uid: int
    since: datetime
    seen_at: datetime
    passed_over: int = 0


def position(engine: Engine, mailbox: str) -> Position | None:
    """Where reading stands in a folder; None if it was never read."""
    with reading(engine) as session:
        row = session.get(MailboxPosition, mailbox)
        return _position(row) if row else None


def positions(engine: Engine) -> tuple[Position, ...]:
    """Where reading stands in every folder that was ever read, by name."""
    with reading(engine) as session:
        return tuple(map(_position, session.scalars(select(MailboxPosition).order_by(MailboxPosition.mailbox))))


def passed_over(session: Session) -> int:
    """How many messages the rules of all mailboxes did not take, since taking began; of them nothing is kept."""
    return session.scalar(select(func.sum(MailboxPosition.passed_over))) or 0


def save_position(
    engine: Engine, mailbox: str, uid_validity: int, last_uid: int, at: datetime, *, passed_over: int = 0, back: bool = False
) -> None:
    """Reading has come so far; the moment when taking began stays.

    Within one UIDVALIDITY it never goes back, unless `back` says that the mailbox itself did (it was restored from a backup):
    the UIDs beyond last_uid will then be dealt to other mails, and are known no more.
    """
    with writing(engine) as session:
        if back:
            beyond = (Sighting.mailbox == mailbox, Sighting.uid_validity == uid_validity, Sighting.uid > last_uid)
            session.execute(update(Sighting).where(*beyond).values(uid_validity=None, uid=None))
        row = session.get(MailboxPosition, mailbox, with_for_update=True)
        if row is None:
            fresh = MailboxPosition(mailbox=mailbox, uid_validity=uid_validity, last_uid=last_uid, since=at, seen_at=at)
            fresh.passed_over = passed_over
            session.add(fresh)
            return
        ahead = row.uid_validity == uid_validity and not back
        row.last_uid = max(row.last_uid, last_uid) if ahead else last_uid
        row.passed_over = max(row.passed_over, passed_over)
        row.uid_validity, row.seen_at = uid_validity, at


def known_uids(engine: Engine, mailbox: str, uid_validity: int, uids: Collection[int]) -> set[int]:
    """Those of `uids` that were seen before and need not be fetched again."""
    place = (Sighting.mailbox == mailbox, Sighting.uid_validity == uid_validity)
    wanted, found = list(uids), set[int]()
    with reading(engine) as session:
        for start in range(0, len(wanted), CHUNK):
            some = select(Sighting.uid).where(*place, Sighting.uid.in_(wanted[start : start + CHUNK]))
            found.update(uid for uid in session.scalars(some) if uid is not None)
    return found


def message_ids(engine: Engine, mailbox: str, uid_validity: int, most: int) -> dict[int, str]:
    """The Message-IDs of the newest mails of a folder, by UID: by these it shows whether a UID still means the same mail."""
    newest = select(Sighting.uid, Message.message_id).join(Message, Message.receipt_id == Sighting.receipt_id)
    place = (Sighting.mailbox == mailbox, Sighting.uid_validity == uid_validity, Message.message_id.is_not(None))
    with reading(engine) as session:
        rows = session.execute(newest.where(*place).order_by(Sighting.uid.desc()).limit(most))
        return {uid: known for uid, known in rows if uid and known}


def withheld(engine: Engine, mailbox: str, uid_validity: int) -> dict[int, datetime]:
    """The UIDs that the server refuses to give, and since when."""
    place = (WithheldMail.mailbox == mailbox, WithheldMail.uid_validity == uid_validity)
    with reading(engine) as session:
        return {row.uid: row.since for row in session.scalars(select(WithheldMail).where(*place))}


def withhold(engine: Engine, mailbox: str, uid_validity: int, uid: int, since: datetime) -> None:
    """The server refuses to give this message."""
    with writing(engine) as session:
        session.merge(WithheldMail(mailbox=mailbox, uid_validity=uid_validity, uid=uid, since=since))


def release(engine: Engine, mailbox: str, uid_validity: int, uid: int) -> None:
    """It was given after all, or is gone."""
    place = (WithheldMail.mailbox == mailbox, WithheldMail.uid_validity == uid_validity, WithheldMail.uid == uid)
    with writing(engine) as session:
        session.execute(delete(WithheldMail).where(*place))


def _position(row: MailboxPosition) -> Position:
    return Position(row.mailbox, row.uid_validity, row.last_uid, row.since, row.seen_at, row.passed_over)
