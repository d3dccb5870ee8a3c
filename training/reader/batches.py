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

BUDGET = 9_000  # columns in a batch
LEAST = 16  # columns of a strip that holds anything


@dataclass(frozen=True, slots=True)
class Batch:
    """Strips padded to one width, their texts' classes laid end to end, and the lengths of both."""

    strips: Tensor
    targets: Tensor
    steps: Tensor
    letters: Tensor

    def to(self, device: torch.device) -> Batch:
        """The same where the model is; lengths stay on the CPU."""
        return Batch(self.strips.to(device), self.targets.to(device), self.steps, self.letters)


def varied(sample: Sample, other: Sample, rng: np.random.Generator) -> tuple[np.ndarray, str]:
    """The sample's strip, cut, sized, placed and inked a little otherwise each time, and its text. other: a neighbour's ink."""
    ink, text = _part(sample, rng) if rng.random() < 0.3 else (np.asarray(sample.ink), sample.text)
    if rng.random() < 0.25:
        ink = np.pad(ink, ((int(rng.integers(0, 8)), int(rng.integers(0, 8))), (int(rng.integers(0, 12)), int(rng.integers(0, 12)))))
        ink = _beside_a_neighbour(ink, other.ink, rng) if rng.random() < 0.3 else ink
    if rng.random() < 0.45:
        ink = _drawn_out(ink, rng.uniform(0.82, 1.2), rng.normal(0, 0.12))
    out: np.ndarray = strip_of(ink, stretch=float(np.clip(rng.normal(1, 0.09), 0.75, 1.3)), shift=float(rng.normal(0, 1.2))).ink
    roll = rng.random()
    if roll < 0.08:
        out = cv2.erode(out, np.ones((2, 2), np.uint8))
    elif roll < 0.16:
        out = cv2.dilate(out, np.ones((2, 2), np.uint8))
    if rng.random() < 0.15:
        out = np.where(rng.random(out.shape) < 0.004, 255 - out, out)
    return np.asarray(out, np.uint8), text


def _part(sample: Sample, rng: np.random.Generator) -> tuple[np.ndarray, str]:
    """Some neighbouring pieces of a line only, cut midway to the next."""
    first, last = sorted(int(n) for n in rng.integers(0, len(sample.spans), 2))
    chosen = sample.spans[first : last + 1]
    left = (sample.spans[first - 1].right + chosen[0].left) // 2 if first else 0
    right = (chosen[-1].right + sample.spans[last + 1].left) // 2 if last + 1 < len(sample.spans) else sample.ink.shape[1]
    ink = sample.ink[:, max(0, left) : max(0, right)]
    whole = not ink.size or not ink.any()
    return (sample.ink, sample.text) if whole else (ink, " ".join(span.text for span in chosen))


def _beside_a_neighbour(ink: np.ndarray, other: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """With the lower edge of another line above, or the upper edge of one below."""
    rows, start = int(rng.integers(2, 7)), int(rng.integers(0, max(1, ink.shape[1] // 2)))
    above = rng.random() < 0.5
    scrap = (other[-rows:] if above else other[:rows])[:, : ink.shape[1] - start]
    out = np.pad(ink, ((rows, 0), (0, 0)) if above else ((0, rows), (0, 0)))
    room = (out[:rows] if above else out[-rows:])[: len(scrap), start : start + scrap.shape[1]]
    np.maximum(room, scrap, out=room)
    return out


def _drawn_out(ink: np.ndarray, across: float, slant: float) -> np.ndarray:
    """Stretched sideways and slanted (columns a row)."""
    rows, columns = ink.shape
    width = max(8, round(columns * across + abs(slant) * rows))
    matrix = np.array([[across, -slant, max(0.0, slant) * rows], [0, 1, 0]], np.float64)
    return np.asarray(cv2.warpAffine(ink, matrix, (width, rows), flags=cv2.INTER_LINEAR))


def batches(samples: list[Sample], rng: np.random.Generator, vary: bool = True) -> Iterator[tuple[Batch, list[Sample]]]:
    """Samples of like width together, in random order."""
    others = rng.permutation(len(samples))
    strips = [(*(varied(s, samples[o], rng) if vary else (strip_of(s.ink).ink, s.text)), s) for s, o in zip(samples, others, strict=True)]
    strips = sorted((row for row in strips if row[0].shape[1] >= LEAST), key=lambda row: row[0].shape[1])
    groups: list[list[tuple[np.ndarray, str, Sample]]] = [[]]
    for row in strips:
        if groups[-1] and (len(groups[-1]) + 1) * row[0].shape[1] > BUDGET:
            groups.append([])
        groups[-1].append(row)
    rng.shuffle(groups)
    for group in groups:
        yield _batch([(strip, text) for strip, text, _ in group]), [s for _, _, s in group]


def _batch(group: list[tuple[np.ndarray, str]]) -> Batch:
    width = -(-max(strip.shape[1] for strip, _ in group) // 4) * 4
    strips = np.zeros((len(group), 1, HEIGHT, width), np.float32)
    for number, (strip, _) in enumerate(group):
        strips[number, 0, :, : strip.shape[1]] = strip
    targets = [classes(text) for _, text in group]
    steps = [min(width, -(-strip.shape[1] // 4) * 4) // COLUMNS_A_STEP for strip, _ in group]
    return Batch(
        torch.from_numpy(strips / 255),
        torch.tensor([c for t in targets for c in t]),
        torch.tensor(steps),
        torch.tensor([len(t) for t in targets]),
    )
