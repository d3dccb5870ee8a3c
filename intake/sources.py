"""Where messages and files come from, and what each source promises."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeVar

MOST_AT_ONCE, MOST_BYTES = 16, 32 << 20  # of arrivals that are given, and kept, together; a larger one is alone
T = TypeVar("T")


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

    def arrivals(self, stop: threading.Event) -> Iterator[Sequence[Arrival]]:
        """Everything that arrives, as many at once as are at hand, until `stop`. What was not done comes again."""
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


def together(things: Iterable[tuple[T, int]]) -> Iterator[list[T]]:
    """Things, each with its size in bytes, as many together as arrivals may be at once, in their order."""
    portion: list[T] = []
    total = 0
    for thing, size in things:
        if portion and (len(portion) == MOST_AT_ONCE or total + size > MOST_BYTES):
            yield portion
            portion, total = [], 0
        portion.append(thing)
        total += size
    if portion:
        yield portion
