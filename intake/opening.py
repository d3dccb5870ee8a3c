"""A file's bytes to the list of documents in it, and what its envelope says. Runs in the unpacking child."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime

from intake import body, envelope, gateways, mime
from intake.automatic import automatic_kind
from intake.containers import Unwrapped, unwrap
from intake.heads import file_name, head
from intake.limits import Limits
from intake.magic import CONTAINERS, SUFFIXES, kind_of, media_type_of
from intake.mime import Attachment
from intake.ornaments import is_ornament
from intake.problems import UnpackError, problem
from intake.typed import Block, Table
from intake.types import Envelope, Problem, Sender

_NOBODYS = ("bounce", "delivery-report")


@dataclass(frozen=True, slots=True)
class Found:
    """A document as it came: `kind` by its bytes; fault: why it cannot be opened, if that is known already (a code)."""

    name: str
    kind: str
    media_type: str
    sha256: str
    content: bytes = field(repr=False)
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A message or file with its documents in MIME order; Sender.number still as printed. bodies: a mail's own text, in each form."""

    sender: Sender = field(default_factory=Sender)
    envelope: Envelope = field(default_factory=Envelope)
    documents: tuple[Found, ...] = ()
    problems: tuple[Problem, ...] = ()
    is_mail: bool = False
    bodies: tuple[tuple[Block, ...], ...] = ()


def open_file(content: bytes, name: str, limits: Limits, *, inside: bool = True) -> Opened:
    """What is in a file. UnpackError if nothing of it can be opened (`empty-file`, `too-large`, `message-broken`, …).

    inside: what is packed within attachments is opened too; not to be done outside the bounded child.
    """
    if not content:
        raise UnpackError("empty-file")
    if len(content) > limits.total_bytes:
        raise UnpackError("too-large")
    kind = kind_of(content, name)
    if kind == "mail":
        return _open_mail(content, limits, datetime.now(UTC), inside)
    item = Attachment(file_name(name) or "document" + SUFFIXES.get(kind, ""), "", content)
    papers = unwrap([item], limits).papers if inside and kind in CONTAINERS else [item]
    documents, problems = _within(_distinct(papers), limits)
    return Opened(documents=documents, problems=problems if documents else (problem("no-document"),))


def _open_mail(content: bytes, limits: Limits, now: datetime, inside: bool) -> Opened:
    message = mime.parse(content)
    mail = mime.read(message, limits.nesting)
    packed = [item for item in mail.attachments if not is_ornament(item)]
    found = unwrap(packed, limits) if inside else Unwrapped(papers=packed)
    papers = [item for item in found.papers if not is_ornament(item)]
    text = "\n".join([mail.text, *found.texts])
    call = gateways.recognise((*mail.messages, *found.messages), text, [item.name for item in papers], now)
    automatic = automatic_kind(message, bool(papers), from_gateway=call.gateway is not None)
    # What a bounce brings back is our own mail: no paper of anybody's.
    documents = () if automatic in _NOBODYS else _distinct(papers)
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
    bodies = () if automatic in _NOBODYS else _bodies(mail)
    return Opened(sender, head_of, kept, problems, is_mail=True, bodies=bodies)


def _bodies(mail: mime.Mail) -> tuple[tuple[Block, ...], ...]:
    """The mail's text as lines and tables, plain first; HTML that says the same without a table adds nothing."""
    plain, html = body.of_text(mail.plain, flowed=mail.flowed), body.of_html(mail.html)
    forms = [plain] if any(str(block).strip() for block in plain) else []
    if html and (not forms or any(isinstance(block, Table) for block in html)):
        forms.append(html)
    return tuple(tuple(blocks) for blocks in forms)


def _within(documents: tuple[Found, ...], limits: Limits) -> tuple[tuple[Found, ...], tuple[Problem, ...]]:
    if len(documents) <= limits.documents:
        return documents, ()
    return documents[: limits.documents], (problem("too-many-documents"),)


def _distinct(attachments: list[Attachment]) -> tuple[Found, ...]:
    """The same bytes attached twice are one paper."""
    found = (_found(item) for item in attachments)
    return tuple({item.sha256: item for item in reversed(list(found))}.values())[::-1]


def _found(item: Attachment) -> Found:
    kind = kind_of(item.content)
    return Found(item.name, kind, media_type_of(kind, item.declared), hashlib.sha256(item.content).hexdigest(), item.content, item.fault)
