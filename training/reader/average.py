"""The mean of two trainings' weights, of which one went on from the other (Izmailov and others, 2018): better on hands and faces not seen.

python -m training.reader.average EARLIER.safetensors LATER.safetensors FOLDER --share 0.7 --pool POOL
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from torch import nn

from training.lines import pool
from training.reader.batches import batches
from training.reader.export import export
from training.reader.model import Recogniser

LINES = 500  # of each file, from which the mean activations are taken anew


def averaged(earlier: Path, later: Path, share: float) -> Recogniser:
    """share: of the later one."""
    old, new = load_file(earlier), load_file(later)
    model = Recogniser()
    model.load_state_dict({k: torch.lerp(old[k], v, share) if v.is_floating_point() else v for k, v in new.items()})
    return model


@torch.no_grad()
def settle(model: Recogniser, files: Sequence[Path]) -> None:
    """Takes the means and variances of batch normalisation anew, which no mean of two models' is right for."""
    for part in model.modules():
        if isinstance(part, nn.modules.batchnorm._BatchNorm):
            part.reset_running_stats()
            part.momentum = None  # all batches count alike
    model.train()
    for file in files:
        for batch, _ in batches(pool.read(file)[:LINES], np.random.default_rng(1)):
            model(batch.strips)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("earlier", type=Path)
    parser.add_argument("later", type=Path)
    parser.add_argument("folder", type=Path, help="gets reader.onnx and reader.safetensors")
    parser.add_argument("--share", type=float, default=0.7, help="of the later one")
    parser.add_argument("--pool", type=Path, required=True)
    args = parser.parse_args()
    recogniser = averaged(args.earlier, args.later, args.share)
    settle(recogniser, sorted(args.pool.glob("*.pickle"))[-2:])
    export(recogniser, args.folder)
