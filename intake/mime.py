"""A mail to its text and attachments, from the bytes as they came. Hostile and broken mail gives what can be had."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import MessageError
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

from intake.charsets import decode
from intake.heads import file_name, head, parameters
from intake.magic import SUFFIXES, kind_of
from intake.problems import UnpackError
from intake.transfer import body_bytes, unbase64
from intake.uuencode import members, without

_BOUNDARY = re.compile(r"^--(\S[^\r\n]{0,69}?)[ \t]*\r?$", re.M)
# Parts that are neither paper nor text of the sender.
_NO_PAPER = ("text/", "multipart/", "message/", "application/pgp", "application/pkcs7", "application/x-pkcs7")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a mail. `inline`: the mail shows it within its text, as it does a logo. fault: why it cannot be opened (a code)."""

    name: str
    declared: str
    content: bytes
    inline: bool = False
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail taken apart. `messages`: itself and the messages forwarded within it, outermost first.

    plain, html: its text as it came, in both forms; flowed: the lines of `plain` go on where they end with a space.
    """

    messages: tuple[Message, ...]
    plain: str
    html: str
    attachments: tuple[Attachment, ...]
    flowed: bool = False

    @property
    def text(self) -> str:
        """All text, without tags."""
        return f"{self.plain}\n{_without_tags(self.html)}".strip()


def parse(content: bytes) -> Message:
    """The message tree of the email package; never raises but UnpackError (`too-deep`, `message-broken`)."""
    try:
        return _mended(BytesParser(policy=compat32).parsebytes(_without_mbox_line(content)))
    except RecursionError as error:
        raise UnpackError("too-deep") from error
    except (MessageError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise UnpackError("message-broken") from error


def read(message: Message, nesting: int) -> Mail:
    """Text and attachments in MIME order. More than `nesting` levels: UnpackError `too-deep`."""
    leaves = list(_leaves(message, nesting))
    files = [part for part in leaves if _is_file(part)]
    taken = {id(part) for part in files}
    texts = [part for part in leaves if id(part) not in taken and not _named(part)]
    pages = [part for part in texts if part.get_content_type() == "text/html"]
    plain = [part for part in texts if part.get_content_type() == "text/plain"]
    html = "".join(_text(part) for part in pages)
    attachments = [_attachment(part, html, place) for place, part in enumerate(files)]
    uuencoded = [Attachment(name, "", content) for part in plain for name, content in members(body_bytes(part))]
    flowed = any(parameters(part, "content-type").get("format", "").lower() == "flowed" for part in plain)
    text = "\n".join(_text(part) for part in plain)
    return Mail(tuple(_walk(message, nesting)), text, html, (*attachments, *uuencoded), flowed)


def _walk(part: Message, depth: int, top: bool = True) -> Iterator[Message]:
    """The message and those within it (message/rfc822), outermost first."""
    if depth < 0:
        raise UnpackError("too-deep")
    if top:
        yield part
    for child in _children(part):
        yield from _walk(child, depth - 1, part.get_content_type() == "message/rfc822")


def _leaves(part: Message, depth: int) -> Iterator[Message]:
    if depth < 0:
        raise UnpackError("too-deep")
    children = _children(part)
    if not children and not isinstance(part.get_payload(), list):
        yield part
    for child in children:
        yield from _leaves(child, depth - 1)


def _children(part: Message) -> list[Message]:
    payload = part.get_payload()
    children = [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else []
    if part.get_content_type() == "message/rfc822" and str(part.get("content-transfer-encoding", "")).strip().lower() == "base64":
        # Not allowed, and done all the same: what was parsed as a mail without a head is Base64 of one.
        children = [parse(unbase64(str(child.get_payload()).encode("utf-8", "surrogateescape"))) for child in children if not child.keys()]
    return [_mended(child) for child in children]


def _mended(message: Message) -> Message:
    """A multipart whose boundary was lost or misquoted is read once more with the boundary that its body shows."""
    payload = message.get_payload()
    if message.get_content_maintype() != "multipart" or not isinstance(payload, str):
        return message
    shown = _BOUNDARY.search(payload)
    if shown is None or len(shown[1].strip('"')) < 1 or '"' in shown[1]:
        return message
    del message["Content-Type"]
    text = f'Content-Type: multipart/mixed; boundary="{shown[1]}"\n\n{payload}'
    inner = BytesParser(policy=compat32).parsebytes(text.encode("utf-8", "surrogateescape"))
    message.set_payload(inner.get_payload())
    message["Content-Type"] = "multipart/mixed"
    return message


def _without_mbox_line(content: bytes) -> bytes:
    content = content.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    return content.partition(b"\n")[2] if content.startswith(b"From ") else content


def _named(part: Message) -> str:
    disposition = parameters(part, "content-disposition")
    return file_name(disposition.get("filename") or disposition.get("name") or parameters(part, "content-type").get("name") or "")


def _is_file(part: Message) -> bool:
    kind = part.get_content_type()
    if not kind.startswith(_NO_PAPER):
        return True
    # Text is no paper, whatever its name, unless its bytes say that it is mislabelled.
    content = body_bytes(part)
    return kind_of(content if _named(part) else content[:32]) not in ("unknown", "mail", "uuencode")


def _attachment(part: Message, html: str, place: int) -> Attachment:
    content = body_bytes(part)
    content_id = head(part, "content-id").strip("<> ")
    inline = head(part, "content-disposition").lower().startswith("inline") or bool(content_id and f"cid:{content_id}" in html)
    name = _named(part) or f"document-{place + 1}{SUFFIXES.get(kind_of(content), '')}"
    return Attachment(name, part.get_content_type(), content, inline)


def _text(part: Message) -> str:
    return decode(without(body_bytes(part)), parameters(part, "content-type").get("charset"))


def _without_tags(html: str) -> str:
    text = re.sub(r"(?is)<(style|script|head)\b.*?</\1>", " ", html)
    text = re.sub(r"(?i)</t[dh]>", "\t", text)
    text = re.sub(r"(?i)<(?:br|/p|/tr|/div|/h\d|/li)[^>]*>", "\n", text)
    text = re.sub(r"<[^>]*>", "", text)
    return text.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
