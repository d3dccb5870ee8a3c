"""A role is a loop in a thread of its own. One that fails says so and begins again; the others go on."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

log = logging.getLogger(__name__)

FIRST_PAUSE = 5.0
LONGEST_PAUSE = 300.0


class Role:
    """Calls `work(stop)` until `stop` is set. `work` returns when `stop` is set, or earlier to be called again after a pause."""

    def __init__(self, name: str, work: Callable[[threading.Event], None], stop: threading.Event) -> None:
        self.name = name
        self._work = work
        self._stop = stop
        self._thread = threading.Thread(target=self._loop, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def join(self, seconds: float) -> bool:
        """Waits for the end, which `stop` asks for; False where it has not come within so many seconds."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def _loop(self) -> None:
        pause = FIRST_PAUSE
        while not self._stop.is_set():
            try:
                self._work(self._stop)
                pause = FIRST_PAUSE
            except Exception as error:
                log.warning("%s: %s [%s]; trying again in %.0f s", self.name, error, _code(error), pause)
                log.debug("%s", self.name, exc_info=True)
                pause = min(pause * 2, LONGEST_PAUSE)
            self._stop.wait(pause)


def _code(error: Exception) -> str:
    return str(getattr(error, "code", type(error).__name__))
