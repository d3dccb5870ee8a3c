"""Something that came in, as its keeping needs it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something that came in. source: where from, for people (`imap:fax@office/INBOX`, a path); channel: fax, mail, folder, hand.

    seen_at: now; taken_at: when the gateway or first mail server took it. mailbox, uid_validity, uid: its place on an IMAP
    server. message_id and attachments tell the same mail again: attachments are the SHA-256 of the files that may be papers
    (of a bare file its own); body_sha256 stands for them in a mail without any. reader: the version that the first run is for.
    """

    raw: bytes
    file_name: str
    source: str
    channel: str
    seen_at: datetime
    reader: str
    taken_at: datetime | None = None
    mailbox: str | None = None
    uid_validity: int | None = None
    uid: int | None = None
    message_id: str | None = None
    attachments: tuple[str, ...] = ()
    body_sha256: str | None = None
    documents_sha256: str | None = None

    @property
    def fingerprint(self) -> str:
        """One hash of what the mail carries; documents_sha256, where it is known already."""
        return self.documents_sha256 or fingerprint(self.attachments, self.body_sha256)


def fingerprint(attachments: Collection[str], body_sha256: str | None) -> str:
    """One hash for the attachments of a message, in whatever order; where it has none, for its text."""
    return hashlib.sha256("\n".join(sorted(attachments or (body_sha256 or "",))).encode()).hexdigest()
