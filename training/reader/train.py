"""Trains the recogniser on a pool of lines. Goes on from its checkpoint, or from the shipped weights.

    python -m training.reader.train --minutes 120

The learning rate follows the time: up, level, and down to nothing at the end of the minutes given.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import multiprocessing

from training.lines import pool
from training.reader.batches import Batch, batches
from training.reader.export import export
from training.reader.measure import character_error
from training.reader.run import Run
from training.reader.together import Together

FOLDER = Path(os.environ.get("SARABAN_TRAIN_DIR", "var/train"))
CHECKPOINT = "checkpoint.pt"
SAVE_EVERY = 180  # seconds


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be trained. minutes: in all, those of earlier runs included; weights: to begin with, where there is no
    checkpoint; peak: the highest learning rates, as a share of the usual ones."""

    minutes: float
    folder: Path
    lines: Path
    held_out: Path | None = None
    weights: Path | None = None
    processes: int = 1
    peak: float = 1.0


def train(task: Task) -> None:
    """Trains until the minutes are spent; saves a checkpoint every three."""
    task.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as meeting:
        if task.processes > 1:
            multiprocessing.spawn(_train, (task, Path(meeting, "all")), task.processes)
        else:
            _train(0, task, Path(meeting))


def _train(rank: int, task: Task, meeting: Path) -> None:
    if task.processes > 1:
        torch.set_num_threads(1)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    run = Run.begun(device, task.weights, Together.joined(rank, task.processes, meeting), task.peak)
    if (task.folder / CHECKPOINT).exists():
        run.resume(task.folder / CHECKPOINT)
    run.together.same(run.model)
    _learn(run, task, _stream(task.lines, np.random.default_rng(random.randrange(1 << 30)), device))
    if rank == 0:
        export(run.model, task.folder)
        if task.held_out:
            print("held out:", character_error(run.model, task.held_out), flush=True)


def _learn(run: Run, task: Task, stream: Iterator[Batch]) -> None:
    mean, before, saved = 0.0, time.monotonic() - run.spent, run.spent
    for batch in stream:
        loss = run.learn(batch, run.spent / (task.minutes * 60), time.monotonic() - before)
        mean = mean + 0.01 * (loss - mean) if mean else loss
        over = run.spent >= task.minutes * 60
        if (over or run.spent - saved > SAVE_EVERY) and run.together.rank == 0:
            saved = run.spent
            run.save(task.folder / CHECKPOINT)
            print(f"{run.spent / 60:6.1f} min  {run.seen:8} lines  {run.seen / run.spent:5.1f}/s  loss {mean:.3f}", flush=True)
        if over:
            break


def _stream(lines: Path, rng: np.random.Generator, device: torch.device) -> Iterator[Batch]:
    """Batches without end, of files of the pool: one of those least used so far."""
    used: Counter[Path] = Counter()
    while True:
        files = sorted(lines.glob("*.pickle"), key=lambda file: (used[file], rng.random()))
        if not files:
            raise SystemExit(f"{lines} holds no lines: make some with `python -m training.lines.pool {lines}`.")
        used[files[0]] += 1
        for batch, _ in batches(pool.read(files[0]), rng):
            yield batch.to(device)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=120)
    parser.add_argument("--pool", type=Path, default=FOLDER / "pool")
    parser.add_argument("--held-out", type=Path)
    parser.add_argument("--weights", type=Path, help="float weights to go on from, such as training/reader/reader.safetensors")
    parser.add_argument("--processes", type=int, default=1)
    args = parser.parse_args()
    train(Task(args.minutes, FOLDER, args.pool, args.held_out, args.weights, args.processes))
