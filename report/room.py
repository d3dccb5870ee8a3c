"""How much of a mail is left for names: a list that would not fit says how many more there are; the attachment has them all."""

from __future__ import annotations

from collections.abc import Sequence


class Room:
    """A budget of bytes (UTF-8, `each` for the marks round a name). What was taken is gone for those that come after."""

    def __init__(self, limit: int, each: int) -> None:
        self._left = limit
        self._each = each

    def take(self, names: Sequence[str]) -> int:
        """How many of these names, from the first, there is room for."""
        for n, name in enumerate(names):
            self._left -= len(name.encode()) + self._each
            if self._left < 0:
                return n
        return len(names)
