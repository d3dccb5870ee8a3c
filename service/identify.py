"""What tells a message again, before it is unpacked: its Message-ID, the hashes of what it carries, and when it was taken."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime

from intake import mime
from intake.limits import Limits
from intake.opening import Opened, open_file
from intake.problems import UnpackError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Identity:
    """As far as the bytes tell. channel: fax or mail, None for a bare file. attachments, body_sha256: as `storage.receipts.Arrival`."""

    channel: str | None = None
    taken_at: datetime | None = None
    message_id: str | None = None
    attachments: tuple[str, ...] = ()
    body_sha256: str | None = None


def identify(content: bytes, name: str) -> Identity:
    """The identity of a message or file. Never raises: what cannot be taken apart is known by its bytes alone."""
    try:
        return _identity(open_file(content, name, Limits(), inside=False), content)
    except UnpackError as error:
        log.info("a mail is known by its bytes alone (%s)", error.code)
    except Exception as error:  # hostile mail meets parsers of others here; it must be kept all the same, and unpacking will say why
        log.warning("a mail is known by its bytes alone (%s)", type(error).__name__)
    return Identity()


def _identity(opened: Opened, content: bytes) -> Identity:
    attachments = tuple(document.sha256 for document in opened.documents)
    if not opened.is_mail:
        return Identity(attachments=attachments)
    channel = "fax" if opened.sender.gateway else "mail"
    body = None if attachments else _body(content)
    return Identity(channel, opened.envelope.taken_at, opened.envelope.message_id, attachments, body)


def _body(content: bytes) -> str:
    text = mime.read(mime.parse(content), Limits().nesting).text
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
