"""Trains the judge of typed or by hand on a pool of drawn lines and writes it as ONNX.

python -m training.lines.pool var/train/pool --lines 9000
python -m training.lines.pool var/train/held-out --lines 1500 --seed 9 --held-out
python -m training.handedness.train --minutes 10      # needs torch and onnx
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits as loss_of

from ocr.hand import COLUMNS, MODEL, ROWS, windows
from ocr.ink import Picture
from ocr.strip import strip_of
from training.lines import pool

BATCH, PEAK = 48, 3e-3
MARGIN = 2  # columns beside a piece


class Judge(nn.Module):
    """Strips (pieces, 1, 40, columns), 0 paper to 1 ink, to the logit of having been written by hand."""

    def __init__(self) -> None:
        super().__init__()
        self.look = nn.Sequential(*_layer(1, 16, 2), *_layer(16, 24, 2), *_layer(24, 40, 1), *_layer(40, 64, 2), *_layer(64, 64, 1))
        self.say = nn.Linear(128, 1)

    def forward(self, strips: Tensor) -> Tensor:
        seen = self.look(strips)
        return self.say(torch.cat([seen.mean(dim=(2, 3)), seen.amax(dim=(2, 3))], dim=1)).squeeze(1)


def _layer(inside: int, outside: int, stride: int) -> tuple[nn.Module, ...]:
    return nn.Conv2d(inside, outside, 3, stride, 1, bias=False), nn.BatchNorm2d(outside), nn.SiLU(inplace=True)


def pieces(file: Path, rng: np.random.Generator, vary: bool) -> Iterator[tuple[Picture, bool]]:
    """Each piece of a pool's lines as a strip, and whether it is by hand. Typed ones are thinned out to as many."""
    for sample in pool.read(file):
        for span in sample.spans:
            if len(span.text) > 1 and (span.hand or not vary or rng.random() < 0.5):
                ink = np.ascontiguousarray(sample.ink[:, max(0, span.left - MARGIN) : span.right + MARGIN])
                if ink.any():
                    stretch = float(np.clip(rng.normal(1, 0.1), 0.7, 1.3)) if vary else 1.0
                    yield strip_of(ink, stretch=stretch, shift=float(rng.normal(0, 1.5)) if vary else 0.0).ink, span.hand


def _seen(strips: list[Picture], rng: np.random.Generator) -> Tensor:
    """Somewhere in each strip."""
    return torch.from_numpy(windows(strips, [int(rng.integers(0, max(1, s.shape[1] - COLUMNS + 1))) for s in strips]))


def train(minutes: float, lines: Path) -> Judge:
    """Trains for so many minutes."""
    model, rng, began, seen = Judge(), np.random.default_rng(1), time.monotonic(), 0
    optimiser = torch.optim.AdamW(model.parameters(), lr=PEAK, weight_decay=0.02)
    files = sorted(lines.glob("*.pickle"))
    while (share := (time.monotonic() - began) / minutes / 60) < 1:
        made = list(pieces(files[int(rng.integers(len(files)))], rng, vary=True))
        rng.shuffle(made)
        total = 0.0
        for at in range(0, len(made) - BATCH, BATCH):
            share = min(1.0, (time.monotonic() - began) / minutes / 60)
            for part in optimiser.param_groups:
                part["lr"] = PEAK * (0.5 + 0.5 * math.cos(math.pi * share)) + 1e-6
            strips, hand = zip(*made[at : at + BATCH], strict=True)
            loss = loss_of(model(_seen(list(strips), rng)), torch.tensor(hand, dtype=torch.float32))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            total, seen = total + float(loss), seen + BATCH
        print(f"{share:.0%} {seen} pieces, loss {total / max(1, len(made) // BATCH):.4f}", flush=True)
    return model


@torch.no_grad()
def measured(model: Judge, lines: Path) -> dict[str, float]:
    """Shares judged right among typed and handwritten pieces, and at the edges that acceptance uses."""
    model.eval()
    made = [piece for file in sorted(lines.glob("*.pickle")) for piece in pieces(file, np.random.default_rng(0), vary=False)]
    hand = np.array([h for _, h in made])
    p = np.array([float(torch.sigmoid(model(torch.from_numpy(windows([strip]))))[0]) for strip, _ in made])
    return {
        "typed right": float((p[~hand] < 0.5).mean()),
        "hand right": float((p[hand] >= 0.5).mean()),
        "typed under 0.1": float((p[~hand] < 0.1).mean()),
        "hand under 0.1": float((p[hand] < 0.1).mean()),
        "pieces": float(len(made)),
    }


def write(model: Judge, file: Path) -> None:
    """The judge as ONNX: `strips` to `hand`, a probability."""
    model.eval()
    whole = nn.Sequential(model, nn.Sigmoid())
    sizes = {"strips": {0: "pieces", 3: "columns"}, "hand": {0: "pieces"}}
    example = (torch.zeros(2, 1, ROWS, COLUMNS),)
    torch.onnx.export(whole, example, str(file), input_names=["strips"], output_names=["hand"], dynamic_axes=sizes, dynamo=False)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--pool", type=Path, default=Path("var/train/pool"))
    parser.add_argument("--held-out", type=Path, default=Path("var/train/held-out"))
    args = parser.parse_args()
    judge = train(args.minutes, args.pool)
    write(judge, MODEL)
    print(measured(judge, args.held_out))
