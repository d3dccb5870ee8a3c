"""Draws lines and trains our own reader on them, until so many minutes are spent in all.

    make train MINUTES=120          # or: python -m training.reader --minutes 120

Goes on from the checkpoint in SARABAN_TRAIN_DIR; where there is none, from the shipped weights, or with --fresh from nothing. At the end
`reader.onnx` and `reader.safetensors` stand there; to ship them: copy the first to ocr/, the second to training/reader/.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import torch

from training.lines import faces
from training.reader.train import FOLDER, Task, train

SHIPPED = Path(__file__).with_name("reader.safetensors")
ENOUGH = 1_000_000  # lines a process draws; it is stopped long before


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="make train", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=120)
    parser.add_argument("--fresh", action="store_true", help="from random weights, not from the shipped ones")
    parser.add_argument("--seed", type=int, default=int(time.time()) % 10_000, help="of the lines that are drawn")
    parser.add_argument("--held-out-lines", type=int, default=1500, help="lines in faces and hands not trained on")
    parser.add_argument("--peak", type=float, default=1.0, help="highest learning rates, as a share of the usual")
    parser.add_argument("--no-drawing", action="store_true", help="no further lines: train on those of the pool")
    args = parser.parse_args()
    if not faces.printing() or not faces.handwriting():
        sys.exit(f"{faces.FOLDER} holds no typefaces: run deploy/faces.sh {faces.FOLDER}, or set SARABAN_FACES.")
    pool, held_out = FOLDER / "pool", FOLDER / "held-out"
    weights = SHIPPED if SHIPPED.exists() and not args.fresh else None
    cores = os.cpu_count() or 1
    drawing = 0 if args.no_drawing else max(1, cores - cores // 2)
    training = 1 if torch.cuda.is_available() else max(1, cores - drawing)
    _draw(held_out, 1, args.held_out_lines, "--held-out").wait()
    with _drawing(pool, args.seed, drawing):
        _wait_for_lines(pool)
        train(Task(args.minutes, FOLDER, pool, held_out, weights, training, args.peak))


def _draw(folder: Path, seed: int, lines: int, *more: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "training.lines.pool", str(folder), "--seed", str(seed), "--lines", str(lines), *more]
    return subprocess.Popen(command, env=os.environ | {"OMP_NUM_THREADS": "1"})


@contextmanager
def _drawing(pool: Path, seed: int, processes: int) -> Iterator[None]:
    """While this lasts, lines are drawn beside the training."""
    running = [_draw(pool, seed + number, ENOUGH) for number in range(processes)]
    try:
        yield
    finally:
        for process in running:
            process.terminate()


def _wait_for_lines(pool: Path) -> None:
    while not any(pool.glob("*.pickle")):
        time.sleep(1)


if __name__ == "__main__":
    main()
