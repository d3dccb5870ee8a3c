"""The scheduler role: makes the day's report at its hour, sends what is due, resumes jobs of dead workers. One a database, by a lock."""

from __future__ import annotations

import logging
import threading
from datetime import UTC, date, datetime, timedelta

from report.acknowledge import queue_acknowledgements
from report.daily import Office
from report.mail_out import Sender, send_due
from report.queue import preview, queue_due_reports, queue_report
from service.accounts import smtp_server
from service.failure import Failure
from service.jobs import Jobs
from service.locks import Taken, held
from service.parts import Parts
from service.registering import keep_register
from storage.high_water import note
from storage.person.retention import apply
from storage.slots import alive
from storage.thai_text import bangkok

log = logging.getLogger(__name__)

LOOK_SECONDS = 20.0
LEFT_BEHIND = timedelta(days=1)
SILENT = timedelta(minutes=5)


def keep_time(parts: Parts, stop: threading.Event) -> None:
    """Does what is due, again and again until `stop`. Raises Failure where another process does so already."""
    try:
        with held(parts.settings.locks, "scheduler"):
            parts.store.tidy(datetime.now(UTC) - LEFT_BEHIND)
            jobs = Jobs(parts.settings.jobs)
            try:
                _keep_time(parts, jobs, stop)
            finally:
                jobs.close()
    except Taken as error:
        raise Failure("scheduler-taken", "มีโปรแกรมอื่นทำหน้าที่ส่งรายงานอยู่แล้ว โปรดเปิดบทบาท scheduler ไว้เพียงแห่งเดียว") from error


def resume_dead(parts: Parts, jobs: Jobs, now: datetime) -> int:
    """Queues the jobs of workers that have been silent for too long again; gives how many."""
    resumed = jobs.resume_others(alive(parts.engine, now - SILENT))
    if resumed:
        log.warning("%d jobs of a worker that fell silent are given to others", resumed)
    return resumed


def report_text(parts: Parts, day: date | None = None) -> str:
    """The report of a day (today in Thailand) as it stands now, as text; nothing is numbered or sent."""
    now = datetime.now(UTC)
    return preview(parts.engine, office(parts), day or bangkok(now).date(), now, store=parts.store).text


def send_report(parts: Parts, day: date | None = None) -> int:
    """Makes the report of a day, if it is not made yet, and sends what is due; gives how many mails the server took. Raises Failure."""
    settings = parts.settings
    if not (settings.smtp_url and settings.mail_from and settings.report_to):
        sentence = (
            "ยังส่งรายงานไม่ได้ โปรดตั้ง SARABAN_SMTP_URL, SARABAN_MAIL_FROM และ SARABAN_REPORT_TO หรือสั่ง saraban report --preview เพื่อดูอย่างเดียว"
        )
        raise Failure("report-not-set-up", sentence)
    now = datetime.now(UTC)
    queue_report(parts.engine, parts.store, office(parts), day or bangkok(now).date(), now)
    return _send(parts)


def office(parts: Parts) -> Office:
    """Whose report it is, as the settings say."""
    settings = parts.settings
    return Office(settings.office, settings.public_url, settings.report_to, settings.mail_from or "", settings.letters)


def _keep_time(parts: Parts, jobs: Jobs, stop: threading.Event) -> None:
    nightly = bangkok(datetime.now(UTC)).date()
    while not stop.is_set():
        resume_dead(parts, jobs, datetime.now(UTC))
        _do_what_is_due(parts)
        note(parts.engine, parts.store)
        nightly = _at_night(parts, nightly)
        stop.wait(LOOK_SECONDS)


def _do_what_is_due(parts: Parts) -> None:
    settings, now = parts.settings, datetime.now(UTC)
    keep_register(parts, now)
    note(parts.engine, parts.store)
    if not (settings.smtp_url and settings.mail_from):
        return
    queue_acknowledgements(parts.engine, parts.store, office(parts), settings.acknowledge, now, settings.acknowledge_fax)
    if settings.report_to:
        queue_due_reports(parts.engine, parts.store, office(parts), now, settings.report_at)
    _send(parts)


def _at_night(parts: Parts, last: date) -> date:
    """Once after midnight: what has been kept for long enough goes, what lies open is encrypted. Gives the day for which it was done."""
    now = datetime.now(UTC)
    today = bangkok(now).date()
    if today != last:
        done = apply(parts.engine, parts.store, parts.settings.keep_years, now, parts.settings.erasures)
        sealed = parts.store.seal_all()
        log.info("at night: erased by class %s, encrypted %d files", done or "nothing", sealed)
    return today


def _send(parts: Parts) -> int:
    sender = Sender(parts.settings.mail_from or "", smtp_server(parts.settings))
    return send_due(parts.engine, parts.store, sender, lambda: datetime.now(UTC))
