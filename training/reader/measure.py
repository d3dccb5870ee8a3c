"""How well a model reads a pool of lines: character error, and lines all right, by kind and resolution."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import numpy as np
import torch
from rapidfuzz.distance import Levenshtein

from ocr.alphabet import text_of
from training.lines import pool
from training.reader.batches import batches
from training.reader.model import Recogniser


def best_path(steps: np.ndarray) -> str:
    """The text of the likeliest class at each step, repeats and blanks left out. steps: (steps, classes)."""
    numbers = steps.argmax(axis=1)
    return text_of([int(n) for n, before in zip(numbers, [0, *numbers[:-1]], strict=True) if n != before])


@torch.no_grad()
def character_error(model: Recogniser, folder: Path) -> dict[str, tuple[float, float]]:
    """By kind and resolution: edits a letter, share of lines without any."""
    model.eval()
    edits: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for file in sorted(folder.glob("*.pickle")):
        for batch, group in batches(pool.read(file), np.random.default_rng(0), vary=False):
            out = model(batch.strips)
            for steps, length, sample in zip(out.numpy(), batch.steps, group, strict=True):
                tally, wrong = edits[f"{sample.kind} {sample.resolution}"], Levenshtein.distance(best_path(steps[:length]), sample.text)
                for at, amount in enumerate((wrong, len(sample.text), wrong == 0, 1)):
                    tally[at] += amount
    return {key: (round(t[0] / t[1], 4), round(t[2] / t[3], 3)) for key, t in sorted(edits.items())}
