"""What is wrong at this moment: remembered in this process, and written to the database as soon as it can be."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from intake.sources import Fault
from storage import troubles
from storage.troubles import BESIDE, Notice

log = logging.getLogger(__name__)


class Board:
    """For all roles of a process. Its methods never raise: who has trouble must not get more."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._open: dict[tuple[str, str], Notice] = {}
        self._unwritten: list[Callable[[], None]] = []
        self.returning: Callable[[], object] = lambda: None  # before the first work with a database that was away: it may be another

    def begins(self, source: str, code: str, since: datetime) -> None:
        """Something is wrong; may be said again and again."""
        with self._lock:
            key = _key(source, code)
            first = self._open.get(key)
            since = first.since if first else since
            self._open[key] = Notice(source, code, since)
            if first is None or first.code != code:
                self._unwritten.append(lambda: troubles.begin(self._engine, source, code, since))
            self._write()

    def ends(self, source: str, code: str, until: datetime | None = None) -> None:
        """It is over, if there was such a thing, in this life of the program or an earlier one."""
        over = until or datetime.now(UTC)
        with self._lock:
            self._open.pop(_key(source, code), None)
            self._unwritten.append(lambda: troubles.end(self._engine, source, code, over))
            self._write()

    def notices(self) -> Sequence[Notice]:
        """What is wrong, here and as far as the database is at hand in all processes, the oldest first."""
        with self._lock:
            ours = dict(self._open)
            self._write()
        try:
            theirs = {_key(notice.source, notice.code): notice for notice in troubles.now(self._engine)}
        except SQLAlchemyError:
            theirs = {}
        return sorted({**theirs, **ours}.values(), key=lambda notice: notice.since)

    def report(self, fault: Fault) -> None:
        """A source's fault: to the log, and on the board."""
        if fault.until is None:
            alarm = log.error if fault.code == "token-refused" else log.warning
            alarm("%s: %s [%s]; run `saraban check`", fault.source, fault.reason, fault.code)
            self.begins(fault.source, fault.code, fault.since)
            return
        if fault.until > fault.since:
            minutes = (fault.until - fault.since).total_seconds() / 60
            log.warning("%s: all well again [%s]; it lasted %.1f min, since %s", fault.source, fault.code, minutes, fault.since)
        self.ends(fault.source, fault.code, fault.until)

    def _write(self) -> None:
        while self._unwritten:
            try:
                self._unwritten[0]()
            except SQLAlchemyError as error:
                log.debug("not written down yet: %s", error)
                return
            self._unwritten.pop(0)


def _key(source: str, code: str) -> tuple[str, str]:
    return source, code if code in BESIDE else ""
