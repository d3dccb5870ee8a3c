"""What is packed within attachments (zip, winmail.dat, mails as files, uuencoded files): the papers themselves, however deep."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from email.message import Message

from intake import archive, mime, tnef, uuencode
from intake.limits import Limits
from intake.magic import CONTAINERS, kind_of
from intake.mime import Attachment
from intake.problems import UnpackError


@dataclass(slots=True)
class Unwrapped:
    """The papers in the order in which they were packed, and the mails and texts found on the way.

    One that cannot be opened stands among the papers as it came, with its fault.
    """

    papers: list[Attachment] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


def unwrap(items: Iterable[Attachment], limits: Limits) -> Unwrapped:
    """Open all containers. Their contents count together against the limits, so that no nest of bombs gets by."""
    opener = _Opener(limits)
    for item in items:
        opener.open(item, 0)
    return opener.found


class _Opener:
    def __init__(self, limits: Limits) -> None:
        self.found = Unwrapped()
        self._limits = limits
        self._bytes = limits.total_bytes

    def open(self, item: Attachment, depth: int) -> None:
        """Put the papers of an attachment among those found."""
        kind = kind_of(item.content, item.name)
        if kind not in CONTAINERS:
            self.found.papers.append(item)
            return
        try:
            if depth >= self._limits.archives:
                raise UnpackError("too-deep")
            inside = self._inside(kind, item)
        except UnpackError as error:
            self.found.papers.append(replace(item, fault=error.code))
            return
        for member in inside:
            self.open(member, depth + 1)

    def _inside(self, kind: str, item: Attachment) -> list[Attachment]:
        if kind == "mail":
            mail = mime.read(mime.parse(item.content), self._limits.nesting)
            self.found.messages += mail.messages
            self.found.texts.append(mail.text)
            return list(mail.attachments)
        members = self._members(kind, item.content)
        self._bytes -= sum(len(content) for _, content in members)
        return [Attachment(name, "", content, item.inline) for name, content in members]

    def _members(self, kind: str, content: bytes) -> list[tuple[str, bytes]]:
        if kind == "tnef":
            members, text = tnef.members(content, self._limits.documents, self._bytes)
            self.found.texts.append(text)
            return members
        if kind == "uuencode":
            return uuencode.members(content)
        members = archive.members(content, self._limits.documents, self._bytes)
        if not members:
            raise UnpackError("zip-empty")
        return members
