"""Mail that the server refuses to give: it holds nobody up, is said, and is asked for again until it comes or is gone."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

from imapclient import IMAPClient

from intake.memory import Memory
from intake.standing import Standing

TRIES = 3
CODE = "mail-withheld"
CONNECTION_FAULTS = (IMAPClient.AbortError, OSError)


class Withheld:
    """Of one folder. retry: seconds until it is asked for again, each time twice as long."""

    def __init__(self, folder: str, memory: Memory, standing: Standing, retry: float) -> None:
        self._folder = folder
        self._memory = memory
        self._standing = standing
        self._retry = retry
        self._failed: Counter[int] = Counter()
        self._next: dict[int, tuple[float, float]] = {}

    def uids(self, uidvalidity: int) -> set[int]:
        """What is withheld, so that it is not asked for with the others."""
        return set(self._memory.withheld(self._folder, uidvalidity))

    def failed(self, uidvalidity: int, uid: int, error: Exception) -> None:
        """It could not be fetched. Raises the error, until it happened too often; after that only where the connection broke."""
        self._failed[uid] += 1
        if self._failed[uid] < TRIES:
            raise error
        now = datetime.now(UTC)
        self._memory.withhold(self._folder, uidvalidity, uid, now)
        self._standing.begins(CODE, f"the server refuses to give message {uid}: {error}", now)
        if isinstance(error, CONNECTION_FAULTS):
            raise error

    def due(self, uidvalidity: int) -> Iterator[int]:
        """What is to be asked for again now."""
        held = self._memory.withheld(self._folder, uidvalidity)
        if not held:
            self._standing.ends(CODE)
        for uid, since in held.items():
            self._standing.begins(CODE, "the server refuses to give a message", since)
            at, wait = self._next.setdefault(uid, (time.monotonic() + self._retry, self._retry))
            if time.monotonic() >= at:
                self._next[uid] = (time.monotonic() + wait * 2, wait * 2)
                yield uid

    def asked_in_vain(self, error: Exception) -> None:
        """It was refused again. Raises the error where the connection broke."""
        if isinstance(error, CONNECTION_FAULTS):
            raise error

    def release(self, uidvalidity: int, uid: int) -> None:
        """It came, or is gone."""
        self._failed.pop(uid, None)
        self._memory.release(self._folder, uidvalidity, uid)
        if not self.uids(uidvalidity):
            self._standing.ends(CODE)
