"""Jobs are begun again where they stopped, queued once, and built again from the open runs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from service.jobs import Engine, Interrupted, Job, Jobs, prepare, urgency
from tests.support.postgres import Server


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'jobs.sqlite'}"
    server: Server = request.getfixturevalue("postgres")
    return server.create_database()


@pytest.fixture
def jobs(url: str) -> Iterator[Jobs]:
    prepare(url)
    jobs = Jobs(url)
    yield jobs
    jobs.close()


@contextmanager
def engine(url: str, work: Callable[[Job], None], slot: str = "1") -> Iterator[None]:
    """In a thread of its own, as in the daemon: it will not start beside an event loop, and browser tests leave one running."""
    with ThreadPoolExecutor(1) as thread:
        running = thread.submit(Engine, url, slot, 1, work).result()
        try:
            yield
        finally:
            thread.submit(running.stop).result()


def wait_for(condition: Callable[[], object]) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def test_a_job_queued_twice_is_done_once(url: str, jobs: Jobs) -> None:
    done: list[Job] = []
    jobs.add(Job(7, 9))
    jobs.add(Job(7, 9))
    jobs.add(Job(8, 10))
    with engine(url, done.append):
        wait_for(lambda: set(jobs.states([Job(7, 9), Job(8, 10)]).values()) == {"SUCCESS"})
        jobs.add(Job(7, 9))
    assert sorted(done) == [Job(7, 9), Job(8, 10)]


def test_a_job_that_was_interrupted_begins_again(url: str, jobs: Jobs) -> None:
    begun: list[Job] = []
    interrupted = threading.Event()

    def stopped(job: Job) -> None:
        begun.append(job)
        interrupted.set()
        raise Interrupted

    jobs.add(Job(1, 1))
    with engine(url, stopped):
        assert interrupted.wait(20)
    with engine(url, begun.append):
        wait_for(lambda: jobs.states([Job(1, 1)])[Job(1, 1)] == "SUCCESS")
    assert begun == [Job(1, 1), Job(1, 1)]


def test_a_job_that_failed_is_given_up_and_the_next_is_done(url: str, jobs: Jobs) -> None:
    def work(job: Job) -> None:
        if job.receipt == 1:
            raise ValueError("a defect")

    assert jobs.sweep({Job(1, 1): 1, Job(2, 2): 1}) == []
    with engine(url, work):
        wait_for(lambda: set(jobs.states([Job(1, 1), Job(2, 2)]).values()) == {"SUCCESS", "ERROR"})
    assert jobs.sweep({Job(1, 1): 1}) == [Job(1, 1)]


def test_an_open_run_whose_job_says_done_is_read_again(url: str, jobs: Jobs) -> None:
    """The database was restored from a backup, the job list was not."""
    done: list[Job] = []
    jobs.add(Job(1, 1))
    with engine(url, done.append):
        wait_for(lambda: jobs.states([Job(1, 1)])[Job(1, 1)] == "SUCCESS")
        assert jobs.sweep({Job(1, 1): 1}) == []
        wait_for(lambda: len(done) == 2)


def test_the_job_list_may_be_deleted(tmp_path: Path) -> None:
    for _ in range(2):
        url = f"sqlite:///{tmp_path / 'jobs.sqlite'}"
        prepare(url)
        jobs = Jobs(url)
        assert jobs.states([Job(1, 1)]) == {}
        jobs.sweep({Job(1, 1): 1})
        assert jobs.states([Job(1, 1)]) == {Job(1, 1): "ENQUEUED"}
        jobs.close()
        for file in tmp_path.iterdir():
            file.unlink()


def test_a_new_job_list_is_in_wal_mode_before_the_engine_opens_it(tmp_path: Path) -> None:
    prepare(f"sqlite:///{tmp_path / 'jobs.sqlite'}")
    header = (tmp_path / "jobs.sqlite").read_bytes()[:20]
    assert header[18:20] == b"\x02\x02"  # the file format's read and write version: WAL


def test_finished_jobs_of_today_are_not_forgotten(url: str, jobs: Jobs) -> None:
    jobs.add(Job(1, 1))
    with engine(url, lambda job: None):
        wait_for(lambda: jobs.states([Job(1, 1)])[Job(1, 1)] == "SUCCESS")
    jobs.forget_finished()
    assert jobs.states([Job(1, 1)])


def test_finished_jobs_of_the_day_before_are_forgotten(url: str, jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs.add(Job(1, 1))
    jobs.add(Job(2, 2))
    with engine(url, lambda job: None):
        wait_for(lambda: set(jobs.states([Job(1, 1), Job(2, 2)]).values()) == {"SUCCESS"})
    jobs.add(Job(3, 3))
    monkeypatch.setattr("service.jobs.KEEP_FINISHED", timedelta(seconds=-5))
    jobs.forget_finished()
    assert set(jobs.states([Job(1, 1), Job(2, 2), Job(3, 3)])) == {Job(3, 3)}


def test_todays_faxes_go_first_and_what_is_read_again_last(url: str, jobs: Jobs) -> None:
    today = datetime(2018, 3, 20, 5, tzinfo=UTC)
    old = today - timedelta(days=30)
    done: list[int] = []
    jobs.add(Job(1, 1), urgency(today, today, again=True))
    jobs.add(Job(2, 2), urgency(today, old))  # an old mail taken today
    jobs.sweep({Job(3, 3): urgency(today - timedelta(days=1), None), Job(4, 4): urgency(today, today + timedelta(days=9))})
    jobs.add(Job(5, 5), urgency(today, None))
    with engine(url, lambda job: done.append(job.receipt)):
        wait_for(lambda: len(done) == 5)
    assert done == [4, 5, 3, 2, 1]


def test_the_jobs_of_a_slot_that_fell_silent_are_done_by_another(url: str, jobs: Jobs) -> None:
    dead_holds = threading.Event()
    done: list[Job] = []

    def killed(job: Job) -> None:
        dead_holds.set()
        raise Interrupted

    jobs.add(Job(1, 1))
    with engine(url, killed, slot="dead"):
        assert dead_holds.wait(20)
    with engine(url, done.append, slot="living"):
        assert jobs.resume_others({"dead", "living"}) == 0
        assert jobs.resume_others({"living"}) == 1
        wait_for(lambda: done == [Job(1, 1)])
        wait_for(lambda: jobs.states([Job(1, 1)])[Job(1, 1)] == "SUCCESS")
    assert jobs.resume_others(set()) == 0
