"""Trains the recogniser on a pool of lines. Goes on from its checkpoint, or from the shipped weights.

    python -m training.reader.train --minutes 120

The learning rate follows the time: up, level, and down to nothing at the end of the minutes given.
"""

from __future__ import annotations

import argparse
import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor
from torch.nn.functional import ctc_loss

from training.lines import pool
from training.reader.batches import Batch, batches
from training.reader.export import export
from training.reader.measure import character_error
from training.reader.model import Recogniser
from training.reader.muon import Muon

FOLDER = Path(os.environ.get("SARABAN_TRAIN_DIR", "var/train"))
PEAKS = 0.02, 2.5e-3  # learning rates of Muon and of AdamW
SAVE_EVERY = 180  # seconds


def loss_of(model: Recogniser, batch: Batch) -> Tensor:
    """CTC loss a letter."""
    out = model(batch.strips).transpose(0, 1)
    return ctc_loss(out, batch.targets, batch.steps, batch.letters, zero_infinity=True, reduction="sum") / batch.letters.sum()


def rate(share: float) -> float:
    """The learning rate, as a share of its peak, when `share` of the time is over: up, level, and down to nothing."""
    return min(1.0, share / 0.02, (1 - min(1.0, share)) / 0.6 + 1e-4)


@dataclass(slots=True)
class Run:
    """A training in progress. spent: seconds; seen: lines."""

    model: Recogniser
    optimisers: tuple[torch.optim.Optimizer, ...]
    spent: float = 0.0
    seen: int = 0

    @classmethod
    def begun(cls, device: torch.device, weights: Path | None) -> Run:
        """A run at its start, from random weights or those of an earlier model."""
        model = Recogniser().to(device)
        if weights is not None:
            model.load_state_dict(load_file(weights))
        matrices = model.matrices()
        ids = {id(weight) for weight in matrices}
        others = [weight for weight in model.parameters() if id(weight) not in ids]
        return cls(model, (Muon(matrices, PEAKS[0]), torch.optim.AdamW(others, PEAKS[1], weight_decay=0.01)))

    def save(self, file: Path) -> None:
        """Whole or not at all."""
        states = [optimiser.state_dict() for optimiser in self.optimisers]
        part = file.with_suffix(".part")
        torch.save({"model": self.model.state_dict(), "optimisers": states, "spent": self.spent, "seen": self.seen}, part)
        part.replace(file)

    def resume(self, file: Path) -> None:
        """Go on where `file` was saved."""
        state = torch.load(file)
        self.model.load_state_dict(state["model"])
        for optimiser, kept in zip(self.optimisers, state["optimisers"], strict=True):
            optimiser.load_state_dict(kept)
        self.spent, self.seen = state["spent"], state["seen"]

    def learn(self, batch: Batch, share: float) -> float:
        """One step; gives the loss."""
        self.model.train()
        for optimiser, peak in zip(self.optimisers, PEAKS, strict=True):
            optimiser.param_groups[0]["lr"] = peak * rate(share)
            optimiser.zero_grad()
        loss = loss_of(self.model, batch)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 2.0)
        for optimiser in self.optimisers:
            optimiser.step()
        self.seen += len(batch.steps)
        return float(loss.detach())


def train(minutes: float, folder: Path, lines: Path, held_out: Path | None, weights: Path | None) -> None:
    """Trains until so many minutes are spent in all; saves a checkpoint every three."""
    folder.mkdir(parents=True, exist_ok=True)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    run, checkpoint = Run.begun(device, weights), folder / "checkpoint.pt"
    if checkpoint.exists():
        run.resume(checkpoint)
    rng = np.random.default_rng(random.randrange(1 << 30))
    averaged, before, saved = 5.0, time.monotonic() - run.spent, time.monotonic()
    for batch in _stream(lines, rng, device):
        run.spent = time.monotonic() - before
        averaged += 0.01 * (run.learn(batch, run.spent / (minutes * 60)) - averaged)
        over = run.spent >= minutes * 60
        if over or time.monotonic() - saved > SAVE_EVERY:
            saved = time.monotonic()
            run.save(checkpoint)
            print(f"{run.spent / 60:6.1f} min  {run.seen:8} lines  {run.seen / run.spent:5.1f}/s  loss {averaged:.3f}", flush=True)
        if over:
            break
    export(run.model, folder)
    if held_out:
        print("held out:", character_error(run.model, held_out), flush=True)


def _stream(lines: Path, rng: np.random.Generator, device: torch.device) -> Iterator[Batch]:
    """Batches without end, of files of the pool: the one least used so far, of those the newest."""
    used: Counter[Path] = Counter()
    while True:
        files = sorted(lines.glob("*.pickle"), key=lambda file: (used[file], -file.stat().st_mtime))
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
    args = parser.parse_args()
    train(args.minutes, FOLDER, args.pool, args.held_out, args.weights)
