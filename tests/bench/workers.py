"""How reading scales with workers on PostgreSQL, and what the job queue costs: the same faxes by one worker and by two, and bare."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from service.parts import Parts
from service.reader_child import Request
from service.reading_tools import read_request
from service.settings import Settings
from storage.engine import open_engine
from storage.migrate import migrate
from storage.open_runs import counts
from storage.receipts import Arrival, keep
from storage.store import Store
from tests.support.postgres import Server, running_server

SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*.eml"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often each of the sample faxes is read")
    args = parser.parse_args()
    count = args.rounds * len(SAMPLES)
    bare = _bare() * args.rounds
    print(f"bare: {count} faxes in {bare:.1f} s", flush=True)
    with running_server() as server:
        one, two = (_with_workers(server, args.rounds, workers) for workers in (1, 2))
    print(f"1 worker: {one:.1f} s, beside reading {100 * (one - bare) / bare:.1f} % (goal: under 5)")
    print(f"2 workers: {two:.1f} s, {one / two:.2f} times as fast (goal: 1.8)")


def _bare() -> float:
    """Seconds to read each of them once in one process that has everything loaded."""
    with tempfile.TemporaryDirectory() as name:
        for turn, sample in enumerate([SAMPLES[0], *SAMPLES]):
            if turn == 1:
                began = time.monotonic()
            read_request(Request(sample.read_bytes(), sample.name, Path(name) / str(turn)))
    return time.monotonic() - began


def _with_workers(server: Server, rounds: int, workers: int) -> float:
    """Seconds from the first fax read to the last, with as many more faxes as that: workers begin with nothing loaded."""
    with tempfile.TemporaryDirectory() as name:
        url, jobs = (server.create_database().replace("+psycopg", "") for _ in range(2))
        engine = open_engine(url)
        migrate(engine)
        _keep(Parts(Settings(data_dir=Path(name)), engine, Store(Path(name) / "store")), rounds, extra=2 * workers)
        own = {"SARABAN_DATA_DIR": name, "SARABAN_DATABASE_URL": url, "SARABAN_JOBS_URL": jobs}
        command = [Path(sys.executable).with_name("saraban"), "run", "--role", "worker"]
        environments = [{"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **own, "SARABAN_SLOT": str(slot)} for slot in range(workers)]
        running = [subprocess.Popen(command, env=each, stderr=subprocess.DEVNULL) for each in environments]
        total, _ = counts(engine)
        _until(lambda: total - counts(engine)[1] >= 2 * workers)
        began = time.monotonic()
        _until(lambda: counts(engine)[1] == 0)
        seconds = time.monotonic() - began
        for each in running:
            each.terminate()
            each.wait(60)
        engine.dispose()
    return seconds


def _keep(parts: Parts, rounds: int, extra: int) -> None:
    names = [sample for _ in range(rounds) for sample in SAMPLES]
    for number, sample in enumerate([SAMPLES[0]] * extra + names):
        raw = b"X-Copy: %d\r\n" % number + sample.read_bytes()
        keep(parts.engine, parts.store, Arrival(raw, sample.name, "bench", "fax", datetime.now(UTC), "bench"))


def _until(condition: Callable[[], bool]) -> None:
    while not condition():
        time.sleep(0.05)


if __name__ == "__main__":
    main()
