"""Does one job: the run's bytes to the reader, the result to the tables. Safe to do twice."""

from __future__ import annotations

import logging
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from queue import SimpleQueue

from rules.roster import Agency
from service.jobs import Interrupted, Job
from service.measured import PAGE_SECONDS
from service.parts import Parts
from service.patience import Stopped, patiently
from service.reader_child import ReaderChild, ReadingFailed, Request
from storage import record
from storage.agencies import roster_rows
from storage.engine import reading
from storage.open_runs import open_run_of
from storage.senders import SeenSender, seen_senders
from storage.store import Damaged, NotInStore
from storage.switches import share_seen
from storage.types import FileResult

log = logging.getLogger(__name__)

# Errors of reading that a full disk may have made, of the whole file or of a document in it.
_PERHAPS_THE_DISK = {"reader-failed", "reader-died", "failed", "crashed", "out-of-memory"}
LOST = "ต้นฉบับในคลังเอกสารหายหรือชำรุด โปรดแจ้งผู้ดูแลระบบให้กู้คืนจากชุดสำรอง"


def drawn(sha256: str, share: float) -> bool:
    """Whether a receipt belongs to the sample that a person sees: the same answer whenever it is read."""
    return int(sha256[:12], 16) < share * 16**12


class Worker:
    """Reads runs with a fixed number of child processes. `do` is called from as many threads."""

    def __init__(self, parts: Parts, read: Callable[[Request], FileResult]) -> None:
        self._parts = parts
        self._stop = threading.Event()
        self._children = [ReaderChild(parts.settings.read_limit, read) for _ in range(parts.settings.workers)]
        self._free: SimpleQueue[ReaderChild] = SimpleQueue()
        for child in self._children:
            self._free.put(child)
        self._work = parts.settings.data_dir.absolute() / "work" / parts.settings.slot
        shutil.rmtree(self._work, ignore_errors=True)  # what a killed worker left

    def do(self, job: Job) -> None:
        """Reads a run and records what came of it; nothing if it is closed. Raises Interrupted where the worker stops.

        A full disk or a database that is away is waited for, however long: no document is at fault for it.
        """
        try:
            patiently(self._parts.board, self._stop, lambda: self._do(job))
        except Stopped:
            raise Interrupted from None

    def stop(self) -> None:
        """Ends the children; jobs that run are interrupted."""
        self._stop.set()
        for child in self._children:
            child.close()

    def park(self, job: Job, code: str, reason: str) -> None:
        """Closes an open run with the reason why nothing was read; a person sees it."""
        run = open_run_of(self._parts.engine, job.run)
        if run is not None:
            record.park(self._parts.engine, run.id, code, reason, datetime.now(UTC))

    def _do(self, job: Job) -> None:
        run = open_run_of(self._parts.engine, job.run)
        if run is None:
            return
        with self._folder(job) as work:
            try:
                content = self._parts.store.get(run.raw_sha256)
                result = self._read(job, Request(content, run.file_name, work, *self._knowledge()))
            except (ReadingFailed, NotInStore, Damaged) as failed:
                self._rule_out_the_disk({failed.code})
                record.park(self._parts.engine, run.id, failed.code, getattr(failed, "reason", LOST), datetime.now(UTC))
                return
            self._rule_out_the_disk({problem.code for problem in result.unpacked.problems})
            seen = drawn(run.raw_sha256, share_seen(self._parts.engine, self._parts.settings.sample_share))
            now = datetime.now(UTC)
            record.record(self._parts.engine, self._parts.store, run.id, result, self._parts.reader, now, every_form_seen=seen)
        number, forms = f"{run.number}/{run.year}", sum(page.form is not None for page in result.pages)
        log.info("receipt %s read: %d pages, %d forms", number, len(result.pages), forms, extra={"receipt": number})

    def _rule_out_the_disk(self, codes: set[str]) -> None:
        """Before a document is blamed: raises what the disk says, if it is full."""
        if codes & _PERHAPS_THE_DISK:
            self._parts.store.probe(self._work)

    def _read(self, job: Job, request: Request) -> FileResult:
        tries = self._parts.settings.read_tries
        for turn in range(1, tries + 1):
            child = self._free.get()
            try:
                began = time.monotonic()
                result = child.read(request)
                for _ in result.pages:
                    PAGE_SECONDS.observe((time.monotonic() - began) / len(result.pages))
                return result
            except ReadingFailed as failed:
                self._pause(0)
                log.warning("%s: try %d of %d: %s", job.id, turn, tries, failed)
                if turn == tries:
                    raise
            finally:
                self._free.put(child)
            shutil.rmtree(request.work, ignore_errors=True)
        raise AssertionError("unreachable")

    def _knowledge(self) -> tuple[tuple[Agency, ...], float, tuple[SeenSender, ...]]:
        with reading(self._parts.engine) as session:
            rows, senders = roster_rows(session), seen_senders(session)
        agencies = tuple(Agency(row.code, row.name, row.aliases, row.kind, row.district) for row in rows)
        return agencies, self._parts.settings.error_allowed, senders

    def _pause(self, seconds: float) -> None:
        if self._stop.wait(seconds):
            raise Interrupted

    @contextmanager
    def _folder(self, job: Job) -> Iterator[Path]:
        folder = self._work / job.id
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
