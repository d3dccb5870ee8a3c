"""Alarms: what cannot wait for tomorrow's report is mailed at once, and told again when it is over.

What is wrong stands on the board (and so on every page and in the report); here it is decided what of it is worth a mail, and seen to that
disk, queue, report and silent telephone lines come onto the board at all.
"""

from __future__ import annotations

import json
import logging
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from service.alarm_mail import Undelivered, deliver
from service.failure import Failure
from service.locks import Taken, held
from service.parts import Parts
from storage import vital_signs
from storage.engine import reading
from storage.office_days import office_days
from storage.thai_text import bangkok
from storage.troubles import BESIDE, Notice
from storage.working_days import is_working_day

log = logging.getLogger(__name__)

LOOK_SECONDS = 20.0
BLIND = timedelta(minutes=15)
OPENS, CLOSES = timedelta(hours=8, minutes=30), timedelta(hours=16, minutes=30)
AT_ONCE = (
    "log-in-refused",
    "token-refused",
    "database-older",
    "store-not-writable",
    "disk-low",
    "queue-still",
    "report-not-sent",
    "no-fax",
)
GIB = 1 << 30
Clock = Callable[[], datetime]


def keep_watch(parts: Parts, stop: threading.Event, clock: Clock = lambda: datetime.now(UTC)) -> None:
    """Looks again and again until `stop`. Raises Failure where another process does so already."""
    try:
        with held(parts.settings.locks, "alarms"):
            watch = Watch(parts)
            while not stop.is_set():
                watch.look(clock())
                stop.wait(LOOK_SECONDS)
    except Taken as error:
        raise Failure("alarms-taken", "มีโปรแกรมอื่นเฝ้าระวังอยู่แล้ว โปรดเปิดบทบาท scheduler ไว้เพียงแห่งเดียว") from error


class Watch:
    """Remembers, also over a restart, of what was told."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._file = parts.settings.data_dir / "alarms.json"
        self._told: dict[str, str] = _read(self._file)

    def look(self, now: datetime) -> None:
        """One look: the board brought up to date, mails for what is new and for what is over."""
        days = self._office_days()
        self._examine(now, days)
        notices = {_key(notice): notice for notice in self._parts.board.notices()}
        hours = _office_hours(now, days)
        for key, notice in notices.items():
            if key not in self._told and worth_a_mail(notice, now, hours):
                self._tell(key, notice.sentence, now, over=False)
        for key in [key for key in self._told if key not in notices]:
            self._tell(key, self._told[key], now, over=True)

    def _examine(self, now: datetime, days: Mapping[date, bool]) -> None:
        """Disk, queue, report and lines. A database that is away is on the board already."""
        for source, code, wrong in self._signs(now, days):
            if wrong is not None:
                self._parts.board.begins(source, code, wrong)
            else:
                self._parts.board.ends(source, code, now)

    def _signs(self, now: datetime, days: Mapping[date, bool]) -> Iterator[tuple[str, str, datetime | None]]:
        """Source, code, and since when; None: all is well."""
        settings = self._parts.settings
        free = shutil.disk_usage(settings.data_dir).free
        yield "disk", "disk-low", now if free < settings.disk_least * GIB else None
        try:
            with reading(self._parts.engine) as session:
                yield "queue", "queue-still", vital_signs.queue_still_since(session, now)
                yield "report-not", "report-not-sent", vital_signs.report_unsent_since(session, now)
                yield "fax", "no-fax", vital_signs.silent_since(session, now, lambda day: is_working_day(day, days))
        except SQLAlchemyError as error:
            log.debug("not looked at: %s", error)

    def _office_days(self) -> Mapping[date, bool]:
        """What the office set; nothing while the database is away."""
        try:
            with reading(self._parts.engine) as session:
                return office_days(session)
        except SQLAlchemyError:
            return {}

    def _tell(self, key: str, sentence: str, now: datetime, *, over: bool) -> None:
        try:
            deliver(self._parts.settings, f"กลับเป็นปกติแล้ว: {sentence}" if over else sentence, now)
        except Undelivered as error:
            log.error("an alarm could not be told: %s", error)
            return
        if over:
            del self._told[key]
        else:
            self._told[key] = sentence
        _write(self._file, self._told)


def _office_hours(now: datetime, days: Mapping[date, bool]) -> tuple[datetime, datetime] | None:
    """When the office opened and closes today; None on a day off."""
    local = bangkok(now)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return (midnight + OPENS, midnight + CLOSES) if is_working_day(local.date(), days) else None


def worth_a_mail(notice: Notice, now: datetime, hours: tuple[datetime, datetime] | None) -> bool:
    """At once what a person has to mend; a source out of reach (or a database) only after a while, in office hours."""
    if notice.code in AT_ONCE:
        return True
    if notice.code in BESIDE or hours is None or not hours[0] <= now <= hours[1]:
        return False
    return now - max(notice.since, hours[0]) > BLIND


def _key(notice: Notice) -> str:
    return f"{notice.source} {notice.code if notice.code in (*BESIDE, *AT_ONCE) else ''}"


def _read(file: Path) -> dict[str, str]:
    try:
        told: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told


def _write(file: Path, told: dict[str, str]) -> None:
    """A full disk keeps nothing from being told; at worst it is told again after a restart."""
    try:
        file.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    except OSError as error:
        log.warning("%s: %s", file, error)
