"""Trains the recogniser on a pool of lines. Goes on from its checkpoint, or from the shipped weights.

    python -m training.reader.train --minutes 120

The learning rate follows the time: a short warm-up, then down to nothing at the end of the minutes given.
"""

from __future__ import annotations

import argparse
import math
import os
import random
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import ctc_loss

from training.lines import pool
from training.reader.batches import Batch, batches
from training.reader.measure import character_error
from training.reader.model import Recogniser

FOLDER = Path(os.environ.get("SARABAN_TRAIN_DIR", "var/train"))
PEAK = 2.5e-3


def loss_of(model: Recogniser, batch: Batch) -> Tensor:
    """CTC loss a letter."""
    out = model(batch.strips).transpose(0, 1)
    return ctc_loss(out, batch.targets, batch.steps, batch.letters, zero_infinity=True, reduction="sum") / batch.letters.sum()


def rate(share: float) -> float:
    """The learning rate when `share` of the time is over."""
    return PEAK * min(1.0, share / 0.03) * (0.5 + 0.5 * math.cos(math.pi * min(1.0, share))) + 1e-6


def train(minutes: float, folder: Path, lines: Path, held_out: Path | None, fresh: bool) -> None:
    """Trains for so many minutes; saves a checkpoint each five."""
    folder.mkdir(parents=True, exist_ok=True)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = Recogniser().to(device)
    optimiser = torch.optim.AdamW(model.parameters(), lr=PEAK, weight_decay=0.01)
    checkpoint = folder / "checkpoint.pt"
    spent, seen = 0.0, 0
    if checkpoint.exists() and not fresh:
        state = torch.load(checkpoint, map_location=device)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        spent, seen = state["spent"], state["seen"]
    rng = np.random.default_rng(random.randrange(1 << 30))
    began, last, averaged = time.monotonic() - spent, time.monotonic(), 5.0
    while (elapsed := time.monotonic() - began) < minutes * 60:
        file = random.choice(sorted(lines.glob("*.pickle")))
        model.train()
        for batch, group in batches(pool.read(file), rng):
            elapsed = time.monotonic() - began
            for part in optimiser.param_groups:
                part["lr"] = rate(elapsed / (minutes * 60))
            loss = loss_of(model, batch)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
            optimiser.step()
            averaged, seen = 0.98 * averaged + 0.02 * float(loss), seen + len(group)
            if elapsed >= minutes * 60:
                break
        print(
            f"{elapsed / 60:6.1f} min  {seen:8} lines  {seen / elapsed:5.1f}/s  loss {averaged:.3f}",
            flush=True,
        )
        if time.monotonic() - last > 300 or elapsed >= minutes * 60:
            last = time.monotonic()
            _save(checkpoint, {"model": model.state_dict(), "optimiser": optimiser.state_dict(), "spent": elapsed, "seen": seen})
            if held_out:
                print("held out:", character_error(model, held_out), flush=True)


def _save(file: Path, state: dict[str, object]) -> None:
    part = file.with_suffix(".part")
    torch.save(state, part)
    part.replace(file)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=120)
    parser.add_argument("--pool", type=Path, default=FOLDER / "pool")
    parser.add_argument("--held-out", type=Path)
    parser.add_argument("--fresh", action="store_true", help="start anew, also where there is a checkpoint")
    args = parser.parse_args()
    train(args.minutes, FOLDER, args.pool, args.held_out, args.fresh)
