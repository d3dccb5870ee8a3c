"""The mail of the crash test, small, and of every kind that DESIGN.md's identity table tells apart."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.message import EmailMessage
from hashlib import sha256

from PIL import Image

FOLDERS = ("INBOX", "Fax")


@dataclass(frozen=True, slots=True)
class Planned:
    """A mail to deliver. identity: mails with the same are one message by the identity table, and must become one receipt.

    papers: the SHA-256 of what it carries.
    """

    content: bytes
    folder: str
    identity: int
    message_id: str | None = None
    papers: tuple[str, ...] = ()


def plan(count: int, seed: int = 1) -> Iterator[Planned]:
    """So many mails, a third of them further sightings of others."""
    chance = random.Random(seed)
    earlier: list[tuple[Planned, str | None, bytes | None]] = []
    identity = 0
    for number in range(count):
        kind = chance.choice(KINDS) if earlier else "new"
        old, message_id, paper = chance.choice(earlier) if earlier else (None, None, None)
        if kind == "same bytes" and old:
            yield replace(old, folder=chance.choice(FOLDERS))
            continue
        if kind == "another way" and old and message_id:  # as by a second address: the same mail with other trace lines
            yield replace(old, content=b"Received: by way %d\r\n" % number + old.content, folder=chance.choice(FOLDERS))
            continue
        identity += 1
        new_id = None if kind == "no Message-ID" else message_id if kind == "other attachments" else f"{number}@gw.example"
        new_paper = paper if kind == "same paper" else _paper(number) if kind in ("paper", "other attachments") else None
        papers = (sha256(new_paper).hexdigest(),) if new_paper else ()
        planned = Planned(_mail(number, new_id, new_paper), chance.choice(FOLDERS), identity, new_id, papers)
        earlier.append((planned, new_id, new_paper))
        yield planned


KINDS = ("new", "new", "new", "paper", "no Message-ID", "same paper", "other attachments", "same bytes", "same bytes", "another way")


def _mail(number: int, message_id: str | None, paper: bytes | None) -> bytes:
    mail = EmailMessage()
    mail["From"] = "fax@gw.example"
    mail["Subject"] = f"fax {number}"
    if message_id:
        mail["Message-ID"] = f"<{message_id}>"
    mail.set_content(f"number {number}")
    if paper:
        mail.add_attachment(paper, maintype="image", subtype="png", filename="fax.png")
    return mail.as_bytes().replace(b"\n", b"\r\n")


def _paper(number: int) -> bytes:
    """A picture just large enough to be a paper; its bytes are its own."""
    image = Image.new("L", (80, 80), 255)
    image.putpixel((number % 80, number // 80 % 80), 0)
    image.putpixel((79, 79), number % 251)
    content = io.BytesIO()
    image.save(content, "PNG")
    return content.getvalue()
