"""Typed or by hand: a small network's judgement of a field's ink (`hand.onnx`, made by `training.handedness.train`)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from ocr.ink import Picture
from ocr.strip import strip_of

COLUMNS = 320  # of a strip that are looked at: some twenty letters
ROWS = 40  # its lowest; tone marks high above them tell nothing
MODEL = Path(__file__).with_name("hand.onnx")


def by_hand(inks: Sequence[Picture]) -> list[float]:
    """The probability of each piece of ink (255 ink, 0 paper) having been written by hand; for an empty one 0.5."""
    filled = [number for number, ink in enumerate(inks) if ink.any()]
    judged = [0.5] * len(inks)
    if filled:
        strips = windows([strip_of(inks[number]).ink for number in filled])
        for number, probability in zip(filled, _session().run(None, {"strips": strips})[0], strict=True):
            judged[number] = float(probability)
    return judged


def windows(strips: Sequence[Picture], starts: Sequence[int] | None = None) -> NDArray[np.float32]:
    """Strips as the network sees them (strips, 1, ROWS, COLUMNS), 0 to 1: cut from `starts` on, a short one repeated."""
    out = np.zeros((len(strips), 1, ROWS, COLUMNS), np.float32)
    for number, strip in enumerate(strips):
        start = starts[number] if starts else 0
        part = strip[-ROWS:, start : start + COLUMNS]
        out[number, 0] = np.tile(part, (1, -(-COLUMNS // part.shape[1])))[:, :COLUMNS]
    return out / np.float32(255)


@lru_cache(maxsize=1)
def _session() -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # several readers share the cores
    return onnxruntime.InferenceSession(str(MODEL), options, providers=["CPUExecutionProvider"])
