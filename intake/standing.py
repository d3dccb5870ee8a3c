"""Troubles of a source that last: each is reported once when it begins and once when it is over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from intake.sources import Fault


class Standing:
    """Those of one source, by code."""

    def __init__(self, source: str, report: Callable[[Fault], None]) -> None:
        self._source = source
        self._report = report
        self._since: dict[str, datetime] = {}
        self._ended: set[str] = set()

    def begins(self, code: str, reason: str, since: datetime | None = None) -> None:
        """There is such a trouble; nothing where it was said already."""
        if code not in self._since:
            self._since[code] = since or datetime.now(UTC)
            self._report(Fault(self._source, reason, self._since[code], code=code))

    def ends(self, code: str) -> None:
        """It is over, or (said once) there is none: an earlier life of the program may have reported one."""
        now = datetime.now(UTC)
        since = self._since.pop(code, None)
        if since or code not in self._ended:
            self._ended.add(code)
            self._report(Fault(self._source, "", since or now, now, code))
