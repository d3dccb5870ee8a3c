"""The job engine (DBOS): the only file that imports it.

Our own tables are the truth. A job is only the word "read this run"; its database may be deleted at any time, and the
sweep builds it again from the open runs. A job's id is `read-<receipt>-<run>`, so that one queued twice does nothing.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import NamedTuple

import sqlalchemy
from dbos import DBOS, DBOSClient, DBOSConfig, DBOSPortableJSONSerializer, error
from sqlalchemy import create_engine, event, make_url
from sqlalchemy.exc import SQLAlchemyError

from storage.thai_text import bangkok_date

log = logging.getLogger(__name__)

QUEUE = "read"
# A new version of ours finishes the jobs of the old one: they carry nothing but numbers.
VERSION = "1"
POLL_SECONDS = 0.2
RECOVERIES = 20
KEEP_FINISHED = timedelta(hours=24)
CHUNK = 500
LATEST_DAY = 10_000_000  # beyond every day's ordinal
_GIVEN_UP = ("ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")


class Job(NamedTuple):
    """One run of one receipt, by their ids."""

    receipt: int
    run: int

    @property
    def id(self) -> str:
        return f"read-{self.receipt}-{self.run}"


def urgency(kept_at: datetime, taken_at: datetime | None, *, again: bool = False) -> int:
    """How soon a run is read; the lowest first: today's faxes before older ones, and what is read again behind all others."""
    day = bangkok_date(min(kept_at, taken_at or kept_at))
    return LATEST_DAY - day.toordinal() + (LATEST_DAY if again else 0)


class Interrupted(BaseException):
    """The worker stops while a job runs. No `Exception`, so that the engine records no outcome and the job begins again."""


def prepare(url: str) -> None:
    """Creates the job database if it is not there. SQLite: in WAL mode, which has to be set before the engine opens it."""
    database = make_url(url).database
    if url.startswith("sqlite") and database:
        with sqlite3.connect(database) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
    DBOS.migrate(url)


class Jobs:
    """The list of jobs, for every role. `prepare` comes first."""

    def __init__(self, url: str) -> None:
        self._database = _open(url)
        self._client = DBOSClient(
            system_database_engine=self._database,
            serializer=DBOSPortableJSONSerializer(),
            application_name="saraban",
            retry_connection_errors=False,
        )

    def add(self, job: Job, urgency: int = 1) -> None:
        """Queues a job; one that is there already stays as it is. urgency: the lowest first."""
        self.add_all({job: urgency})

    def add_all(self, jobs: Mapping[Job, int]) -> None:
        """As `add`, jobs with their urgencies, in one transaction for many."""
        waiting = iter(jobs.items())
        while some := list(islice(waiting, CHUNK)):
            with self._database.begin() as connection:
                for job, urgency in some:
                    options = {
                        "queue_name": QUEUE,
                        "workflow_name": QUEUE,
                        "workflow_id": job.id,
                        "app_version": VERSION,
                        "priority": urgency,
                    }
                    self._client.enqueue_in_transaction(connection, options, job.receipt, job.run)  # type: ignore[arg-type]

    def add_or_leave_to_sweep(self, jobs: Mapping[Job, int]) -> None:
        """As `add_all`; where the engine's database is away, the runs stay open and the next sweep queues them."""
        try:
            self.add_all(jobs)
        except (SQLAlchemyError, error.DBOSException) as reason:
            log.warning("%s are left to the sweep: %s", ", ".join(job.id for job in jobs), reason)

    def states(self, jobs: Iterable[Job]) -> dict[Job, str]:
        """The engine's word for the state of those jobs that it knows."""
        by_id = {job.id: job for job in jobs}
        ids = list(by_id)
        chunks = [ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK)]
        found = [w for chunk in chunks for w in self._client.list_workflows(workflow_ids=chunk, load_input=False, load_output=False)]
        return {by_id[workflow.workflow_id]: workflow.status for workflow in found}

    def sweep(self, open_runs: Mapping[Job, int]) -> list[Job]:
        """Queues every open run (with its urgency) that has no job. Gives those whose job was given up: they have to be parked."""
        runs = list(open_runs)
        states = self.states(runs)
        given_up = [job for job in runs if states.get(job) in _GIVEN_UP]
        # Done, it says, and the run is still open: the database is older than the job list (a restore). Begin anew.
        stale = [job.id for job in runs if states.get(job) in ("SUCCESS", "CANCELLED")]
        if stale:
            self._client.delete_workflows(stale)
        self.add_all({job: urgency for job, urgency in open_runs.items() if job not in states or job.id in stale})
        return given_up

    def resume_others(self, alive: Collection[str]) -> int:
        """Queues the jobs again that a slot holds which is not alive; gives how many."""
        running = self._client.list_workflows(status="PENDING", queue_name=QUEUE, load_input=False, load_output=False)
        held = [workflow.workflow_id for workflow in running if workflow.executor_id not in alive]
        if held:
            self._client.resume_workflows(held, queue_name=QUEUE)
        return len(held)

    def forget_finished(self) -> None:
        """Deletes the finished jobs of the day before and earlier."""
        before = (datetime.now(UTC) - KEEP_FINISHED).isoformat()
        done = self._client.list_workflows(status=["SUCCESS"], completed_before=before, load_input=False, load_output=False)
        self._client.delete_workflows([workflow.workflow_id for workflow in done])

    def close(self) -> None:
        """Closes the connections."""
        self._client.destroy()
        self._database.dispose()


def _open(url: str) -> sqlalchemy.Engine:
    """The job database for clients. SQLite does not wait for the disk: after a power cut the sweep queues what the list forgot."""
    database = make_url(url)
    if database.get_backend_name() != "sqlite":
        return create_engine(database.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    engine = create_engine(database)

    @event.listens_for(engine, "connect")
    def as_the_engine_does(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = "IMMEDIATE"
        for pragma in ("busy_timeout=30000", "foreign_keys=ON", "synchronous=NORMAL"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


class Engine:
    """Runs jobs in this process. Only the worker role has one, and its slot must be held by a lock."""

    def __init__(self, url: str, slot: str, workers: int, work: Callable[[Job], None]) -> None:
        config: DBOSConfig = {
            "name": "saraban",
            "system_database_url": url,
            "application_version": VERSION,
            "executor_id": slot,
            "serializer": DBOSPortableJSONSerializer(),
            "log_level": "WARNING",
        }
        DBOS(config=config)

        @DBOS.workflow(name=QUEUE, max_recovery_attempts=RECOVERIES)
        def read(receipt: int, run: int) -> None:
            work(Job(receipt, run))

        DBOS.launch()
        DBOS.register_queue(QUEUE, worker_concurrency=workers, polling_interval_sec=POLL_SECONDS, on_conflict="always_update")

    def stop(self) -> None:
        """Takes no more jobs. Those that run must end by themselves, by `Interrupted` if nothing else."""
        DBOS.destroy(destroy_registry=True)
