"""What a mailbox remembers, in this process: an `intake.memory.Memory` for tests of intake alone."""

from __future__ import annotations

import threading
from collections.abc import Collection
from datetime import datetime

from intake.memory import FolderState


class MemoryHere:
    """states: by folder; ids: the Message-IDs of what was kept, by folder, UIDVALIDITY and UID. looked: something was remembered."""

    def __init__(self) -> None:
        self.states: dict[str, FolderState] = {}
        self.ids: dict[tuple[str, int, int], str] = {}
        self.held: dict[tuple[str, int, int], datetime] = {}
        self.looked = threading.Event()

    def state(self, folder: str) -> FolderState | None:
        return self.states.get(folder)

    def remember(self, folder: str, state: FolderState, *, back: bool = False) -> None:
        before = self.states.get(folder)
        assert back or before is None or before.uidvalidity != state.uidvalidity or before.last_uid <= state.last_uid
        if back:
            self.ids = {key: known for key, known in self.ids.items() if key[:2] != (folder, state.uidvalidity) or key[2] <= state.last_uid}
        self.states[folder] = state
        self.looked.set()

    def known(self, folder: str, uidvalidity: int, uids: Collection[int]) -> set[int]:
        return {uid for uid in uids if (folder, uidvalidity, uid) in self.ids}

    def message_ids(self, folder: str, uidvalidity: int, most: int) -> dict[int, str]:
        of_folder = [(uid, known) for (name, validity, uid), known in self.ids.items() if (name, validity) == (folder, uidvalidity)]
        return dict(sorted(of_folder, reverse=True)[:most])

    def withheld(self, folder: str, uidvalidity: int) -> dict[int, datetime]:
        return {uid: since for (name, validity, uid), since in self.held.items() if (name, validity) == (folder, uidvalidity)}

    def withhold(self, folder: str, uidvalidity: int, uid: int, since: datetime) -> None:
        self.held[folder, uidvalidity, uid] = since

    def release(self, folder: str, uidvalidity: int, uid: int) -> None:
        self.held.pop((folder, uidvalidity, uid), None)
