"""What a mailbox remembers, kept in the database; a database that is away is waited for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from datetime import datetime
from typing import TypeVar

from intake.memory import FolderState
from service.parts import Parts
from service.patience import patiently
from storage import positions

T = TypeVar("T")


class DatabaseMemory:
    """An `intake.memory.Memory` of one account. stop: ends the waiting (`service.patience.Stopped`)."""

    def __init__(self, parts: Parts, account: str, stop: threading.Event) -> None:
        self._parts = parts
        self._account = account
        self._stop = stop

    def state(self, folder: str) -> FolderState | None:
        found = self._ask(lambda: positions.position(self._parts.engine, self._name(folder)))
        return FolderState(found.uid_validity, found.last_uid, found.seen_at, found.passed_over) if found else None

    def remember(self, folder: str, state: FolderState, *, back: bool = False) -> None:
        engine, name = self._parts.engine, self._name(folder)
        place = (state.uidvalidity, state.last_uid, state.looked_at)
        self._ask(lambda: positions.save_position(engine, name, *place, passed_over=state.passed_over, back=back))

    def known(self, folder: str, uidvalidity: int, uids: Collection[int]) -> set[int]:
        return self._ask(lambda: positions.known_uids(self._parts.engine, self._name(folder), uidvalidity, uids)) if uids else set()

    def message_ids(self, folder: str, uidvalidity: int, most: int) -> dict[int, str]:
        return self._ask(lambda: positions.message_ids(self._parts.engine, self._name(folder), uidvalidity, most))

    def withheld(self, folder: str, uidvalidity: int) -> dict[int, datetime]:
        return self._ask(lambda: positions.withheld(self._parts.engine, self._name(folder), uidvalidity))

    def withhold(self, folder: str, uidvalidity: int, uid: int, since: datetime) -> None:
        self._ask(lambda: positions.withhold(self._parts.engine, self._name(folder), uidvalidity, uid, since))

    def release(self, folder: str, uidvalidity: int, uid: int) -> None:
        self._ask(lambda: positions.release(self._parts.engine, self._name(folder), uidvalidity, uid))

    def _name(self, folder: str) -> str:
        return f"{self._account}/{folder}"

    def _ask(self, work: Callable[[], T]) -> T:
        return patiently(self._parts.board, self._stop, work)
