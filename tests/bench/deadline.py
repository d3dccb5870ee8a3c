"""Deadline day, simulated: `python -m tests.bench.deadline` prints the table of docs/planning.md.

Faxes of one day arrive by the minute; each worker reads one page after the other. What a page costs is measured elsewhere (`SECONDS`).
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np

SECONDS = 1.2  # processor seconds a page with the second reader (docs/planning.md says on what)
PAGES = 1.3  # pages a fax
OPEN, CLOSE = 8.5 * 3600, 16.5 * 3600
AGENCIES, PROVINCES, CIRCULARS, DAYS = 200, 76, 50, 243
LAST_DAY = 0.4  # share of a circular's returns that come on its due day


@dataclass(frozen=True, slots=True)
class Day:
    """What came of a day: faxes, the longest queue, the longest wait in minutes, and how busy the workers were."""

    faxes: int
    longest_queue: int
    longest_wait: float
    busy: float


def play(faxes: int, workers: int, seed: int = 1) -> Day:
    """Half of the faxes come in the last two hours before the office closes, the rest evenly."""
    rng = np.random.default_rng(seed)
    late = rng.random(faxes) < 0.5
    arrivals = np.sort(np.where(late, rng.uniform(CLOSE - 7200, CLOSE, faxes), rng.uniform(OPEN, CLOSE, faxes)))
    costs = SECONDS * np.maximum(1, rng.poisson(PAGES, faxes))
    free = [0.0] * workers
    ends, waits = [], []
    for came, cost in zip(arrivals, costs, strict=True):
        begins = max(float(came), heapq.heappop(free))
        heapq.heappush(free, begins + cost)
        waits.append(begins - came)
        ends.append(begins)
    queue = np.arange(1, faxes + 1) - np.searchsorted(np.sort(ends), arrivals)
    span = max(max(free), CLOSE) - OPEN
    return Day(faxes, int(queue.max()), max(waits) / 60, float(costs.sum() / (workers * span)))


def main() -> None:
    """The table, in Markdown."""
    print("| what | faxes that day | workers | longest queue | longest wait (min) | busy |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, faxes in (
        ("one province, one circular due", int(AGENCIES * LAST_DAY)),
        ("one province, five circulars due", int(5 * AGENCIES * LAST_DAY)),
        ("76 provinces, an average day", AGENCIES * PROVINCES * CIRCULARS // DAYS),
        ("76 provinces, the same circular due everywhere", int(AGENCIES * PROVINCES * LAST_DAY)),
        ("76 provinces, three circulars due everywhere", int(3 * AGENCIES * PROVINCES * LAST_DAY)),
    ):
        for workers in (1, 2, 4, 8):
            day = play(faxes, workers)
            print(f"| {name} | {day.faxes:,} | {workers} | {day.longest_queue:,} | {day.longest_wait:.1f} | {day.busy:.0%} |")


if __name__ == "__main__":
    main()
