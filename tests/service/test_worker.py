"""A run is read and recorded once; what cannot be read is put before a person with the reason, and its neighbours are read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from service.jobs import Interrupted, Job
from service.parts import Parts
from service.settings import Settings
from service.worker import Worker, drawn
from storage.engine import reading
from storage.open_runs import counts, open_run_of, open_runs
from storage.receipts import Arrival, keep
from storage.store import Store
from storage.tables import Run
from tests.support.readers import read

NOW = datetime(2018, 3, 20, 4, tzinfo=UTC)


@pytest.fixture
def parts(database: Engine, tmp_path: Path) -> Parts:
    return Parts(Settings(data_dir=tmp_path, read_limit=10, read_tries=2), database, Store(tmp_path / "store"))


@pytest.fixture
def worker(parts: Parts) -> Iterator[Worker]:
    worker = Worker(parts, read)
    yield worker
    worker.stop()


def came_in(parts: Parts, name: str) -> Job:
    kept = keep(parts.engine, parts.store, Arrival(name.encode(), name, "/drop", "folder", NOW, "test/1"))
    return Job(kept.receipt_id, kept.run_id)


def run_of(parts: Parts, job: Job) -> Run:
    with reading(parts.engine) as session:
        return session.scalars(select(Run).where(Run.id == job.run)).one()


def test_a_run_is_closed_when_it_was_read(parts: Parts, worker: Worker) -> None:
    job = came_in(parts, "good.eml")
    assert [run.id for run in open_runs(parts.engine)] == [job.run]
    worker.do(job)
    assert run_of(parts, job).closed_at is not None
    assert run_of(parts, job).error_code is None
    assert (open_runs(parts.engine), counts(parts.engine)) == ([], (1, 0))


def test_a_closed_run_is_left_as_it_is(parts: Parts, worker: Worker) -> None:
    job = came_in(parts, "good.eml")
    worker.do(job)
    closed = run_of(parts, job).closed_at
    worker.do(job)
    worker.park(job, "x", "y")
    assert (run_of(parts, job).closed_at, run_of(parts, job).error_code) == (closed, None)


def test_a_run_that_is_not_there_is_no_work(worker: Worker) -> None:
    worker.do(Job(4711, 4711))


def test_a_poisonous_document_is_parked_and_its_neighbour_read(parts: Parts, worker: Worker) -> None:
    bad, good = came_in(parts, "die.eml"), came_in(parts, "good.eml")
    worker.do(bad)
    worker.do(good)
    parked = run_of(parts, bad)
    assert parked.error_code == "reader-died"
    assert parked.error_reason and "เอกสาร" in parked.error_reason
    assert run_of(parts, good).error_code is None


def test_a_reader_that_died_once_gets_another_try(parts: Parts, worker: Worker) -> None:
    job = came_in(parts, "once.eml")
    worker.do(job)
    assert run_of(parts, job).error_code is None


def test_a_lost_original_is_said(parts: Parts, worker: Worker) -> None:
    job = came_in(parts, "good.eml")
    run = open_run_of(parts.engine, job.run)
    assert run is not None
    parts.store.path(run.raw_sha256).unlink()
    worker.do(job)
    assert run_of(parts, job).error_code == "not-in-store"


def test_stopping_interrupts_and_leaves_the_run_open(parts: Parts) -> None:
    worker = Worker(parts, read)
    job = came_in(parts, "good.eml")
    worker.stop()
    with pytest.raises(Interrupted):
        worker.do(job)
    assert run_of(parts, job).closed_at is None


def test_the_sample_has_the_share_that_was_asked_for() -> None:
    hashes = [f"{number * 0x9E3779B97F4A7C15 % 2**64:016x}" for number in range(10_000)]
    assert sum(drawn(sha, 0.02) for sha in hashes) == pytest.approx(200, abs=40)
    assert all(drawn(sha, 1.0) for sha in [*hashes, "f" * 64])
    assert not any(drawn(sha, 0.0) for sha in hashes)
