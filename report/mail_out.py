"""The one sender: everything that leaves by mail goes through an outbox row (`storage.outbox`) and through here."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr

from sqlalchemy import Engine

from report.smtp import InDoubt, NotSent, Server, connected, envelope, hand_over
from storage import outbox
from storage.engine import reading, writing
from storage.store import Store, StoreError
from storage.thai_text import bangkok

log = logging.getLogger(__name__)
Clock = Callable[[], datetime]
SOON, LATEST = timedelta(minutes=1), timedelta(hours=1)
AFTER_DOUBT = timedelta(minutes=5)
WITHOUT_RETURN = frozenset({"acknowledgement"})


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that goes with a mail. name: in ASCII, so that every program shows it."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says: its subject, its complete text part, the same as HTML (none where it is empty), and files."""

    subject: str
    text: str
    html: str
    attached: tuple[Attached, ...] = ()


@dataclass(frozen=True, slots=True)
class Sender:
    """From whom mail goes out (`name <address>` or the bare address), and through which server."""

    mail_from: str
    server: Server

    @property
    def address(self) -> str:
        return parseaddr(self.mail_from)[1]


def message_id(kind: str, key: str, mail_from: str) -> str:
    """Always the same for the same mail of the same office, so that a second copy is known as one."""
    domain = parseaddr(mail_from)[1].rpartition("@")[2] or "localhost"
    return f"<saraban.{kind}.{key}@{domain}>"


def compose(
    letter: Letter,
    identity: str,
    mail_from: str,
    recipients: tuple[str, ...],
    at: datetime,
    *,
    replied_to: str | None = None,
    automatic: str = "auto-generated",
) -> bytes:
    """The mail's bytes as they go out. Marked as automatic (RFC 3834), so that no robot answers it. replied_to: a Message-ID."""
    mail = EmailMessage(policy=SMTP)
    name, address = parseaddr(mail_from)
    mail["From"] = Address(name, addr_spec=address)
    mail["To"] = ", ".join(recipients)
    mail["Subject"] = letter.subject
    mail["Date"] = bangkok(at)
    mail["Message-ID"] = identity
    mail["Auto-Submitted"] = automatic
    if replied_to and replied_to.isascii() and replied_to.isprintable():
        mail["In-Reply-To"] = mail["References"] = replied_to
    mail.set_content(letter.text, cte="base64")
    if letter.html:
        mail.add_alternative(letter.html, subtype="html", cte="base64")
    for file in letter.attached:
        kind, _, subtype = file.media_type.partition("/")
        if kind == "text":  # as text it gets its charset
            mail.add_attachment(file.content.decode(), subtype=subtype, filename=file.name, cte="base64")
        else:
            mail.add_attachment(file.content, kind, subtype, filename=file.name)
    mail["Content-Language"] = "th"
    return mail.as_bytes()


def send_due(engine: Engine, store: Store, sender: Sender, clock: Clock) -> int:
    """Try everything in the outbox whose time has come; gives how many mails the server took. Errors stand in the rows.

    Safe in several processes at once, and safe to be killed at any step (`storage.outbox`).
    """
    with reading(engine) as session:
        waiting = outbox.due(session, clock())
    return sum(_try(engine, store, sender, row_id, clock) for row_id in waiting)


def _try(engine: Engine, store: Store, sender: Sender, row_id: int, clock: Clock) -> bool:
    with writing(engine) as session:
        held = outbox.hold(session, row_id, clock())
    if held is None:
        return False
    try:
        return _send(engine, store.get(held.content_sha256), sender, held, clock)
    except NotSent as error:
        _not_sent(engine, held, error, clock())
    except InDoubt as error:
        with writing(engine) as session:
            outbox.in_doubt(session, held, error.code, clock() + AFTER_DOUBT)
    except StoreError as error:
        _not_sent(engine, held, NotSent(error.code, str(error)), clock())
    return False


def _send(engine: Engine, content: bytes, sender: Sender, held: outbox.Held, clock: Clock) -> bool:
    with connected(sender.server) as smtp:
        # An automatic answer goes out without a return path (RFC 3834, 3.3): a bounce of it would come back as a message.
        refused = envelope(smtp, "" if held.kind in WITHOUT_RETURN else sender.address, held.recipients)
        with writing(engine) as session:
            mine = outbox.handing_over(session, held)
        if not mine:
            return False
        hand_over(smtp, content)
        with writing(engine) as session:
            outbox.sent(session, held, clock(), refused[0] if refused else None)
    log.info("sent %s %s at try %d", held.kind, held.key, held.attempt)
    return True


def _not_sent(engine: Engine, held: outbox.Held, error: NotSent, now: datetime) -> None:
    log.warning("%s %s not sent at try %d: %s", held.kind, held.key, held.attempt, error.code)
    with writing(engine) as session:
        if error.for_good:
            outbox.refused(session, held, error.code)
        else:
            outbox.not_sent(session, held, error.code, now + min(SOON * 2 ** min(held.attempt - 1, 6), LATEST))
