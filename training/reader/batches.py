"""Lines of the pool, varied and laid together in batches of like width."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import torch
from torch import Tensor

from ocr.alphabet import classes
from ocr.strip import HEIGHT, strip_of
from training.lines.harvest import Sample
from training.reader.model import COLUMNS_A_STEP

BUDGET = 14_000  # columns in a batch


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
