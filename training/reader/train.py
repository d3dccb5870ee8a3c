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
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import ctc_loss

from ocr.alphabet import classes
from ocr.strip import HEIGHT, strip_of
from training.lines import pool
from training.lines.harvest import Sample
from training.reader.measure import character_error
from training.reader.model import COLUMNS_A_STEP, Recogniser

FOLDER = Path(os.environ.get("SARABAN_TRAIN_DIR", "var/train"))
BUDGET = 14_000  # columns in a batch
PEAK = 2.5e-3


@dataclass(frozen=True, slots=True)
class Batch:
    """Strips padded to one width, their texts' classes laid end to end, and the lengths of both."""

    strips: Tensor
    targets: Tensor
    steps: Tensor
    letters: Tensor


def varied(sample: Sample, rng: np.random.Generator) -> np.ndarray:
    """The sample's strip, sized, placed and inked a little otherwise each time."""
    ink: np.ndarray = sample.ink
    if rng.random() < 0.25:
        ink = np.pad(ink, ((int(rng.integers(0, 8)), int(rng.integers(0, 8))), (int(rng.integers(0, 12)), int(rng.integers(0, 12)))))
    if rng.random() < 0.3:
        ink = cv2.resize(ink, (max(8, round(ink.shape[1] * rng.uniform(0.82, 1.2))), ink.shape[0]), interpolation=cv2.INTER_LINEAR)
    out: np.ndarray = strip_of(ink, stretch=float(np.clip(rng.normal(1, 0.09), 0.75, 1.3)), shift=float(rng.normal(0, 1.2))).ink
    roll = rng.random()
    if roll < 0.08:
        out = cv2.erode(out, np.ones((2, 2), np.uint8))
    elif roll < 0.16:
        out = cv2.dilate(out, np.ones((2, 2), np.uint8))
    if rng.random() < 0.15:
        out = np.where(rng.random(out.shape) < 0.004, 255 - out, out)
    return np.asarray(out, np.uint8)


def batches(samples: list[Sample], rng: np.random.Generator, vary: bool = True) -> Iterator[tuple[Batch, list[Sample]]]:
    """Samples of like width together, in random order."""
    strips = [(varied(s, rng) if vary else strip_of(s.ink).ink, s) for s in samples]
    strips = sorted((pair for pair in strips if pair[0].shape[1] >= 2 * COLUMNS_A_STEP * 4), key=lambda pair: pair[0].shape[1])
    groups: list[list[tuple[np.ndarray, Sample]]] = [[]]
    for pair in strips:
        if groups[-1] and (len(groups[-1]) + 1) * pair[0].shape[1] > BUDGET:
            groups.append([])
        groups[-1].append(pair)
    rng.shuffle(groups)
    for group in groups:
        yield _batch(group), [s for _, s in group]


def _batch(group: list[tuple[np.ndarray, Sample]]) -> Batch:
    width = -(-max(strip.shape[1] for strip, _ in group) // 4) * 4
    strips = np.zeros((len(group), 1, HEIGHT, width), np.float32)
    for number, (strip, _) in enumerate(group):
        strips[number, 0, :, : strip.shape[1]] = strip
    targets = [classes(sample.text) for _, sample in group]
    steps = [min(width, -(-strip.shape[1] // 4) * 4) // COLUMNS_A_STEP for strip, _ in group]
    return Batch(
        torch.from_numpy(strips / 255),
        torch.tensor([c for t in targets for c in t]),
        torch.tensor(steps),
        torch.tensor([len(t) for t in targets]),
    )


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
