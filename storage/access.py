"""The access log: who looked at personal data, when, and at what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, insert, select

from storage.engine import reading, writing
from storage.tables import AccessLog, User

ONE_LOOK = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Look:
    """A line of the log. kind: as `storage.tables.AccessLog`."""

    at: datetime
    name: str
    login: str
    kind: str
    subject_id: int | None


def looked(engine: Engine, user_id: int, kind: str, subject_id: int | None = None) -> None:
    """Write down that the user looks at something now."""
    with writing(engine) as session:
        session.execute(insert(AccessLog).values(at=datetime.now(UTC), user_id=user_id, kind=kind, subject_id=subject_id))


def looked_on(engine: Engine, user_id: int, kind: str, subject_id: int) -> None:
    """The same for the pictures of one look, which a browser asks for one by one: written once in five minutes."""
    recent = datetime.now(UTC) - ONE_LOOK
    same = (AccessLog.user_id == user_id, AccessLog.kind == kind, AccessLog.subject_id == subject_id)
    with reading(engine) as session:
        known = session.scalar(select(AccessLog.id).where(AccessLog.at > recent, *same).limit(1))
    if known is None:
        looked(engine, user_id, kind, subject_id)


def looks(engine: Engine, most: int = 500) -> Sequence[Look]:
    """The newest lines of the log, newest first."""
    lines = select(AccessLog.at, User.name, User.login, AccessLog.kind, AccessLog.subject_id).join(User, User.id == AccessLog.user_id)
    with reading(engine) as session:
        return tuple(Look(*row) for row in session.execute(lines.order_by(AccessLog.id.desc()).limit(most)))
