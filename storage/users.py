"""People who work here: their passwords (argon2) and how long their sessions hold."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from storage import events
from storage.engine import one_at_a_time, reading, writing
from storage.tables import User

DUTIES = ("clerk", "supervisor", "administrator")
SHORTEST = 10
LONGEST = 256
LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")
ADMINISTRATOR = "admin"
_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash(secrets.token_urlsafe(16))


class UserRefused(ValueError):
    """A user could not be made or changed. The message is Thai and says why; `code` is stable."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class PasswordRefused(UserRefused):
    """A password could not be changed."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A user as pages and commands know one; no hash. duty: clerk, supervisor, administrator."""

    id: int
    login: str
    name: str
    duty: str
    session_epoch: int
    active: bool


def new_password() -> str:
    """A random password of 80 bits that can be read over the telephone: four groups of four, no look-alikes."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


def create_user(engine: Engine, login: str, name: str, duty: str, password: str, by: int | None = None) -> SignedIn:
    """Make a user. by: who did it (None: the command line). Raises `UserRefused`."""
    _check_user(login, name, duty)
    _check_password(password)
    password_hash = _HASHER.hash(password)
    with writing(engine) as session:
        one_at_a_time(session, "users")
        return _create(session, login, name, duty, password_hash, by)


def first_administrator(engine: Engine) -> str | None:
    """Make the administrator `admin` where there is no user yet, and give the random password; None where there are users."""
    password = new_password()
    password_hash = _HASHER.hash(password)
    with writing(engine) as session:
        one_at_a_time(session, "users")
        if session.scalar(select(func.count()).select_from(User)):
            return None
        _create(session, ADMINISTRATOR, "ผู้ดูแลระบบ", "administrator", password_hash, None)
    return password


def check_password(engine: Engine, login: str, password: str) -> SignedIn | None:
    """The active user with this name and password. An unknown name takes as long as a wrong password."""
    with reading(engine) as session:
        user = session.scalar(select(User).where(User.login == login.strip().lower(), User.active))
    known = _matches(user.password_hash if user else _NOBODY, password)
    return _signed_in(user) if user and known else None


def signed_in(engine: Engine, user_id: int, epoch: int) -> SignedIn | None:
    """The active user of a session begun in this epoch; None when the session has ended."""
    with reading(engine) as session:
        user = session.scalar(select(User).where(User.id == user_id, User.session_epoch == epoch, User.active))
        return _signed_in(user) if user else None


def users(engine: Engine) -> Sequence[SignedIn]:
    """All users, the active first, by name."""
    with reading(engine) as session:
        found = session.scalars(select(User).order_by(User.active.desc(), User.name, User.id))
        return tuple(map(_signed_in, found))


def change_password(engine: Engine, user_id: int, old: str, new: str) -> SignedIn:
    """A person's own new password; the person's sessions end. Raises `PasswordRefused`."""
    with reading(engine) as session:
        stored = session.scalar(select(User.password_hash).where(User.id == user_id))
    if stored is None or not _matches(stored, old):
        raise PasswordRefused("wrong-password", "รหัสผ่านปัจจุบันไม่ถูกต้อง")
    _check_password(new)
    return _set(engine, user_id, user_id, "password-changed", password_hash=_HASHER.hash(new))


def reset_password(engine: Engine, user_id: int, by: int | None = None) -> tuple[SignedIn, str]:
    """A new random password for someone; the person's sessions end. Raises `UserRefused`."""
    password = new_password()
    return _set(engine, user_id, by, "password-reset", password_hash=_HASHER.hash(password)), password


def set_active(engine: Engine, user_id: int, active: bool, by: int | None = None) -> SignedIn:
    """Close an account or open it again; the person's sessions end. Raises `UserRefused`."""
    return _set(engine, user_id, by, "user-opened" if active else "user-closed", active=active)


def _create(session: Session, login: str, name: str, duty: str, password_hash: str, by: int | None) -> SignedIn:
    if session.scalar(select(User.id).where(User.login == login)):
        raise UserRefused("login-taken", "ชื่อผู้ใช้นี้มีแล้ว กรุณาใช้ชื่ออื่น")
    now = datetime.now(UTC)
    user = User(login=login, name=name.strip(), duty=duty, password_hash=password_hash, made_at=now, session_epoch=1, active=True)
    session.add(user)
    session.flush()
    events.write(session, "user-made", now, user_id=by, user=user.id, duty=duty)
    return _signed_in(user)


def _set(engine: Engine, user_id: int, by: int | None, event: str, **values: object) -> SignedIn:
    with writing(engine) as session:
        ended = {**values, "session_epoch": User.session_epoch + 1}
        user = session.scalar(update(User).where(User.id == user_id).values(ended).returning(User))
        if user is None:
            raise UserRefused("no-such-user", "ไม่พบผู้ใช้นี้")
        events.write(session, event, datetime.now(UTC), user_id=by, user=user_id)
        return _signed_in(user)


def _check_user(login: str, name: str, duty: str) -> None:
    if not LOGIN.fullmatch(login):
        raise UserRefused("bad-login", "ชื่อผู้ใช้ต้องเป็นอักษร a–z ตัวเลข จุด ขีด หรือขีดล่าง ตั้งแต่ ๒ ถึง ๖๔ ตัว")
    if not name.strip() or len(name) > 200:
        raise UserRefused("bad-name", "กรุณากรอกชื่อ–นามสกุล ไม่เกิน ๒๐๐ ตัวอักษร")
    if duty not in DUTIES:
        raise UserRefused("bad-duty", "กรุณาเลือกหน้าที่")


def _check_password(password: str) -> None:
    if not SHORTEST <= len(password) <= LONGEST:
        raise PasswordRefused("bad-password", "รหัสผ่านต้องยาวอย่างน้อย ๑๐ ตัวอักษร และไม่เกิน ๒๕๖ ตัวอักษร")


def _matches(stored: str, password: str) -> bool:
    try:
        return len(password) <= LONGEST and _HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def _signed_in(user: User) -> SignedIn:
    return SignedIn(user.id, user.login, user.name, user.duty, user.session_epoch, user.active)
