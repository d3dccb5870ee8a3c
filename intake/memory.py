"""What a mailbox has to remember from one start to the next. Who keeps it is the caller's affair."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class FolderState:
    """How far a folder has been taken. looked_at: up to when everything was seen, for the case that its UIDs are dealt anew.

    passed_over: how many messages the rule did not take.
    """

    uidvalidity: int
    last_uid: int
    looked_at: datetime
    passed_over: int = 0


class Memory(Protocol):
    """Keeps the state of each folder; all is on the disk when a method returns."""

    def state(self, folder: str) -> FolderState | None:
        """What was remembered last; None: the folder was never looked at, and begins with what arrives from now on."""
        ...

    def remember(self, folder: str, state: FolderState, *, back: bool = False) -> None:
        """back: the mailbox was set back, so that the UID may be lower than the one remembered; those beyond it are known no more."""
        ...

    def known(self, folder: str, uidvalidity: int, uids: Collection[int]) -> set[int]:
        """Those of `uids` that were kept and need not be fetched again."""
        ...

    def message_ids(self, folder: str, uidvalidity: int, most: int) -> dict[int, str]:
        """Message-IDs of the newest that were kept, without angle brackets, by UID."""
        ...

    def withheld(self, folder: str, uidvalidity: int) -> dict[int, datetime]:
        """UIDs that the server refused to give, and since when."""
        ...

    def withhold(self, folder: str, uidvalidity: int, uid: int, since: datetime) -> None:
        """Remember such a UID."""
        ...

    def release(self, folder: str, uidvalidity: int, uid: int) -> None:
        """Forget it: it came, or is gone."""
        ...
