"""A file's bytes to the list of documents in it, and what its envelope says. Runs in the unpacking child."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime

from intake import envelope, gateways, mime
from intake.heads import file_name, head
from intake.limits import Limits
from intake.magic import PICTURES, SUFFIXES, kind_of, media_type_of
from intake.picture import size_of
from intake.problems import UnpackError, problem
from intake.types import Envelope, Problem, Sender

# A picture shown within a mail's text is a paper only from this many pixels on its shorter side.
_SMALLEST_SHOWN = 400
_SMALLEST_PAPER = 64


@dataclass(frozen=True, slots=True)
class Found:
    """A document as it came: `kind` by its bytes."""

    name: str
    kind: str
    media_type: str
    sha256: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Opened:
    """A message or file with its documents in MIME order; Sender.number still as printed."""

    sender: Sender = field(default_factory=Sender)
    envelope: Envelope = field(default_factory=Envelope)
    documents: tuple[Found, ...] = ()
    problems: tuple[Problem, ...] = ()
    is_mail: bool = False


def open_file(content: bytes, name: str, limits: Limits) -> Opened:
    """What is in a file. UnpackError if nothing of it can be opened (`empty-file`, `too-large`, `message-broken`, …)."""
    if not content:
        raise UnpackError("empty-file")
    if len(content) > limits.total_bytes:
        raise UnpackError("too-large")
    kind = kind_of(content, name)
    if kind != "mail":
        return Opened(documents=(_found(file_name(name) or "document" + SUFFIXES.get(kind, ""), content),))
    return _open_mail(content, limits, datetime.now(UTC))


def _open_mail(content: bytes, limits: Limits, now: datetime) -> Opened:
    message = mime.parse(content)
    mail = mime.read(message, limits.nesting)
    attachments = [item for item in mail.attachments if not _is_ornament(item)]
    names = [item.name for item in attachments]
    call = gateways.recognise(mail.messages, mail.text, names, now)
    automatic = envelope.automatic_kind(message, bool(attachments))
    # What a bounce brings back is our own mail: no paper of anybody's.
    documents = () if automatic in ("bounce", "delivery-report") else _distinct(attachments)
    head_of = Envelope(
        message_id=envelope.message_id_of(message),
        subject=head(message, "subject"),
        from_address=envelope.address_of(message),
        taken_at=envelope.taken_at(message, now, call.time),
        pages_claimed=call.pages,
        automatic=automatic,
    )
    sender = Sender(call.number or call.station, call.station, head_of.from_address, call.gateway)
    kept, problems = _within(documents, limits)
    if not documents and not automatic:
        problems = (problem("no-document"),)
    return Opened(sender, head_of, kept, problems, is_mail=True)


def _within(documents: tuple[Found, ...], limits: Limits) -> tuple[tuple[Found, ...], tuple[Problem, ...]]:
    if len(documents) <= limits.documents:
        return documents, ()
    return documents[: limits.documents], (problem("too-many-documents"),)


def _distinct(attachments: list[mime.Attachment]) -> tuple[Found, ...]:
    """The same bytes attached twice are one paper."""
    found = (_found(item.name, item.content, item.declared) for item in attachments)
    return tuple({item.sha256: item for item in reversed(list(found))}.values())[::-1]


def _found(name: str, content: bytes, declared: str = "") -> Found:
    kind = kind_of(content)
    return Found(name, kind, media_type_of(kind, declared), hashlib.sha256(content).hexdigest(), content)


def _is_ornament(item: mime.Attachment) -> bool:
    """A logo, a thumbnail, the picture of a signature: no paper."""
    if kind_of(item.content) not in PICTURES:
        return False
    size = size_of(item.content)
    if size is None:
        return False
    return min(size) < (_SMALLEST_SHOWN if item.inline else _SMALLEST_PAPER)
