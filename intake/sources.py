"""Where messages and files come from, and what each source promises."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Arrival:
    """One message or file, its bytes as they are.

    source: the mailbox folder (`office@mail.example/INBOX`) or the drop folder's path. name: the file's name; a mail's is
    made of its UID. uidvalidity and uid: a mail's place in its folder. arrived_at: when the server or folder got it (aware).
    """

    content: bytes = field(repr=False)
    source: str
    name: str
    uidvalidity: int | None = None
    uid: int | None = None
    arrived_at: datetime | None = None


class Source(Protocol):
    """Gives what arrives, until told to stop. Faults are reported and waited out, not raised."""

    def arrivals(self, stop: threading.Event) -> Iterator[Arrival]:
        """Everything that arrives, one at a time, until `stop`. What was not done comes again."""
        ...

    def done(self, arrival: Arrival) -> None:
        """To be called only after the arrival was kept."""
        ...


@dataclass(frozen=True, slots=True)
class Fault:
    """A source cannot be reached or read. `since`: from when on it was blind; `until`: when it saw again, None while it does not.

    code: stable: `unreachable`, one of `intake.imap.ImapError`, or what is wrong beside that: `mail-withheld`, `not-moved`.
    """

    source: str
    reason: str
    since: datetime
    until: datetime | None = None
    code: str = "unreachable"
