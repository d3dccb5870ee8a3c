"""The worker role: holds its slot and says that it is there, runs the job engine, sweeps each minute, forgets finished jobs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

from service.failure import Failure
from service.jobs import Engine, Job, Jobs, prepare, urgency
from service.locks import Taken, held
from service.parts import Parts
from service.reader_child import Request
from service.worker import Worker
from storage.open_runs import open_runs
from storage.slots import here
from storage.types import FileResult

HERE_SECONDS = 20.0
SWEEP_SECONDS = 60.0
AT_HAND = 1  # jobs that wait for a child to be free, so that none waits for the next look at the list
FORGET_SECONDS = 24 * 3600.0
GIVEN_UP = ("job-given-up", "อ่านเอกสารไม่สำเร็จหลายครั้ง โปรดเปิดดูเอกสารและกรอกด้วยตนเอง")


def read_runs(parts: Parts, read: Callable[[Request], FileResult], stop: threading.Event) -> None:
    """Reads runs until `stop`. Raises Failure where another process has this slot."""
    settings = parts.settings
    try:
        with held(settings.locks, f"worker-{settings.slot}"):
            prepare(settings.jobs)
            _serve(parts, read, stop)
    except Taken as error:
        raise Failure("slot-taken", f"มีโปรแกรมอื่นใช้ SARABAN_SLOT={settings.slot} อยู่ โปรดตั้งชื่ออื่น หรือหยุดโปรแกรมนั้นก่อน") from error


def sweep(parts: Parts, jobs: Jobs, worker: Worker) -> None:
    """Queues every open run that has no job, and puts those before a person whose job was given up."""
    runs = open_runs(parts.engine)
    urgencies = {Job(run.receipt_id, run.id): urgency(run.kept_at, run.taken_at, again=run.ordinal > 1) for run in runs}
    for job in jobs.sweep(urgencies):
        worker.park(job, *GIVEN_UP)


def _serve(parts: Parts, read: Callable[[Request], FileResult], stop: threading.Event) -> None:
    jobs = Jobs(parts.settings.jobs)
    worker = Worker(parts, read)
    sweep(parts, jobs, worker)
    here(parts.engine, parts.settings.slot, datetime.now(UTC))
    engine = Engine(parts.settings.jobs, parts.settings.slot, parts.settings.workers + AT_HAND, worker.do)
    try:
        _sweep_on(parts, jobs, worker, stop)
    finally:
        worker.stop()
        engine.stop()
        jobs.close()


def _sweep_on(parts: Parts, jobs: Jobs, worker: Worker, stop: threading.Event) -> None:
    swept, forgotten = time.monotonic(), time.monotonic() - FORGET_SECONDS
    while not stop.wait(HERE_SECONDS):
        here(parts.engine, parts.settings.slot, datetime.now(UTC))
        if time.monotonic() - swept >= SWEEP_SECONDS:
            sweep(parts, jobs, worker)
            swept = time.monotonic()
        if time.monotonic() - forgotten >= FORGET_SECONDS:
            jobs.forget_finished()
            forgotten = time.monotonic()
