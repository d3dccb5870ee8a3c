"""How reading scales with workers on PostgreSQL, and what the job queue costs: the same faxes by one worker and by two, and bare."""

from __future__ import annotations

import argparse
import itertools
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, text

from service.parts import Parts
from service.reader_child import Request
from service.reading_tools import read_request
from service.settings import Settings
from storage.engine import open_engine
from storage.migrate import migrate
from storage.open_runs import counts
from storage.receipts import Arrival, keep_all
from storage.store import Store
from tests.support.postgres import Server, running_server

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*.eml"))
LOADING = 6  # more faxes for each worker: they begin with nothing loaded


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often each of the sample faxes is read")
    args = parser.parse_args()
    bare = _bare()
    print(f"bare: {bare:.2f} s a fax", flush=True)
    with running_server() as server:
        one, two = (_with_workers(server, args.rounds, workers) for workers in (1, 2))
    print(f"1 worker: {one:.2f} s a fax, beside reading {100 * (one - bare) / bare:.1f} % (goal: under 5)")
    print(f"2 workers: {two:.2f} s a fax, {one / two:.2f} times as fast (goal: 1.8)")


def _bare() -> float:
    """Seconds a fax in one process that has everything loaded."""
    with tempfile.TemporaryDirectory() as name:
        read_request(Request(SAMPLES[0].read_bytes(), SAMPLES[0].name, Path(name) / "first"))
        began = time.monotonic()
        for sample in SAMPLES:
            read_request(Request(sample.read_bytes(), sample.name, Path(name) / sample.name))
        return (time.monotonic() - began) / len(SAMPLES)


def _with_workers(server: Server, rounds: int, workers: int) -> float:
    """Seconds a fax, from when each worker has read one."""
    with tempfile.TemporaryDirectory() as name:
        url, jobs = (server.create_database().replace("+psycopg", "") for _ in range(2))
        engine, job_list = open_engine(url), open_engine(jobs)
        migrate(engine)
        _keep(Parts(Settings(data_dir=Path(name)), engine, Store(Path(name) / "store")), rounds * len(SAMPLES) + LOADING * workers)
        with _running(name, url, jobs, workers):
            _until(lambda: _at_work(job_list) == workers)
            left, began = counts(engine)[1], time.monotonic()
            _until(lambda: counts(engine)[1] == 0)
            seconds = time.monotonic() - began
        engine.dispose()
        job_list.dispose()
    return seconds / left


@contextmanager
def _running(folder: str, url: str, jobs: str, workers: int) -> Iterator[None]:
    own = {"SARABAN_DATA_DIR": folder, "SARABAN_DATABASE_URL": url, "SARABAN_JOBS_URL": jobs}
    command = [Path(sys.executable).with_name("saraban"), "run", "--role", "worker"]
    environments = [{"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **own, "SARABAN_SLOT": str(slot)} for slot in range(workers)]
    running = [subprocess.Popen(command, env=each, stderr=subprocess.DEVNULL) for each in environments]
    try:
        yield
    finally:
        for each in running:
            each.terminate()
            each.wait(60)


def _at_work(job_list: Engine) -> int:
    """How many workers have read one."""
    with job_list.connect() as connection:
        if connection.scalar(text("SELECT to_regclass('dbos.workflow_status')")) is None:
            return 0
        done = text("SELECT count(DISTINCT executor_id) FROM dbos.workflow_status WHERE status = 'SUCCESS'")
        return int(connection.scalar(done) or 0)


def _keep(parts: Parts, count: int) -> None:
    """So many faxes, all samples in turn."""
    arrivals = [
        Arrival(b"X-Copy: %d\r\n" % number + sample.read_bytes(), sample.name, "bench", "fax", datetime.now(UTC), "bench")
        for number, sample in enumerate(itertools.islice(itertools.cycle(SAMPLES), count))
    ]
    keep_all(parts.engine, parts.store, arrivals)


def _until(condition: Callable[[], bool]) -> None:
    while not condition():
        time.sleep(0.05)


if __name__ == "__main__":
    main()
