"""A trained recogniser written down: float weights to go on from, and ONNX for the reader."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import onnx
import torch
from safetensors.torch import save_file

from ocr.strip import HEIGHT
from training.reader.model import Recogniser


def export(model: Recogniser, folder: Path) -> None:
    """Writes `reader.safetensors` and `reader.onnx` into the folder; the model's version is today's date."""
    model = model.cpu().eval()
    save_file({name: value.contiguous() for name, value in model.state_dict().items()}, folder / "reader.safetensors")
    file = folder / "reader.onnx"
    axes = {"strips": {0: "lines", 3: "columns"}, "steps": {0: "lines", 1: "steps"}}
    strips = torch.zeros(2, 1, HEIGHT, 64)
    torch.onnx.export(model, (strips,), str(file), input_names=["strips"], output_names=["steps"], dynamic_axes=axes, dynamo=False)
    network = onnx.load(str(file))
    network.model_version = int(f"{datetime.now(UTC):%Y%m%d}")
    onnx.save(network, str(file))


if __name__ == "__main__":
    import sys

    from safetensors.torch import load_file

    recogniser = Recogniser()
    state = Path(sys.argv[1])
    recogniser.load_state_dict(torch.load(state)["model"] if state.suffix == ".pt" else load_file(state))
    export(recogniser, Path(sys.argv[2]))
