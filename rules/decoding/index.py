"""Known texts, found again by what was read of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein


@dataclass(frozen=True, slots=True)
class Entry:
    """A text that is known. text: as people write it; key: compact; means: what all ways to write the same share;

    free: the part of it that no list has, such as the name before a known mail domain."""

    text: str
    key: str
    means: str
    free: str = ""


class Index:
    """Entries, the nearest to a reading first. Some ten megabytes for 50,000."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = tuple({entry.key: entry for entry in entries}.values())
        self._keys = [entry.key for entry in self.entries]

    def __len__(self) -> int:
        return len(self.entries)

    def nearest(self, read: str, most: int) -> list[Entry]:
        """Up to `most` entries by how many letters differ, for their length. read: compact."""
        if not self.entries or not read:
            return []
        far = process.cdist([read], self._keys, scorer=Levenshtein.normalized_distance, dtype=np.float32)[0]
        near = np.argpartition(far, most)[:most] if len(far) > most else np.arange(len(far))
        return [self.entries[n] for n in near[np.argsort(far[near], kind="stable")]]
