"""Slows down the guessing of passwords: so many failures within so long, then a pause. Held in memory, one web process."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic


@dataclass(slots=True)
class Throttle:
    """Failures by key (a log-in name from an address). A key with `limit` of them in the last `seconds` is closed."""

    limit: int = 5
    seconds: float = 300.0
    clock: Callable[[], float] = monotonic
    _failures: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _lock: Lock = field(default_factory=Lock)

    def closed(self, key: str) -> bool:
        """No further try is allowed now."""
        with self._lock:
            return len(self._recent(key)) >= self.limit

    def failed(self, key: str) -> None:
        """Count a failure."""
        with self._lock:
            self._recent(key)
            self._failures[key].append(self.clock())

    def succeeded(self, key: str) -> None:
        """Forget the failures."""
        with self._lock:
            self._failures.pop(key, None)

    def _recent(self, key: str) -> deque[float]:
        oldest = self.clock() - self.seconds
        for other in [k for k, times in self._failures.items() if not times or times[-1] < oldest]:
            del self._failures[other]
        times = self._failures.get(key, deque())
        while times and times[0] < oldest:
            times.popleft()
        return times
