"""A pool of samples on disk: files of some thousand lines, written by any number of processes, read as they come."""

from __future__ import annotations

import argparse
import pickle
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from tqdm import tqdm

from training.lines import clean, harvest
from training.lines.harvest import Sample
from training.lines.sheets import Mix

SHARD = 1500  # lines in a file


def write(folder: Path, seed: int, lines: int, mix: Mix) -> None:
    """Adds about `lines` samples to the pool in `folder`, from `seed` on; what is there already is not made again."""
    cv2.setNumThreads(1)  # as many processes as cores make lines faster than threads in one
    folder.mkdir(parents=True, exist_ok=True)
    for number in tqdm(range(-(-lines // SHARD)), desc=f"lines (seed {seed})", unit=f"×{SHARD}"):
        file = folder / f"{seed:04}-{number:04}.pickle"
        if not file.exists():
            _save(file, _some(np.random.default_rng((seed, number)), mix))


def read(file: Path) -> list[Sample]:
    """The samples of one file of the pool."""
    return [
        Sample(np.unpackbits(bits, axis=1, count=width) * np.uint8(255), *rest) for bits, width, *rest in pickle.loads(file.read_bytes())
    ]


def _some(rng: np.random.Generator, mix: Mix) -> Iterator[Sample]:
    made = 0
    while made < SHARD:
        for sample in clean.samples(rng, mix) if rng.random() < mix.clean else harvest.samples(rng, mix):
            made += 1
            yield sample


def _save(file: Path, made: Iterator[Sample]) -> None:
    rows = [(np.packbits(s.ink > 0, axis=1), s.ink.shape[1], s.spans, s.resolution) for s in made]
    part = file.with_suffix(".part")
    part.write_bytes(pickle.dumps(rows))
    part.replace(file)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lines", type=int, default=30_000)
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--by-hand", type=float, default=Mix().by_hand, help="share of parts with values by hand")
    parser.add_argument("--letters", type=float, default=Mix().letters, help="share of values made for rare letters")
    parser.add_argument("--clean", type=float, default=Mix().clean, help="share of sheets that are lines of clean print instead")
    args = parser.parse_args()
    write(args.folder, args.seed, args.lines, Mix(args.by_hand, args.letters, args.held_out, args.clean))
