"""The other way in: a sheet laid on a scanner and sent as a grey picture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from io import BytesIO

import cv2
import numpy as np
from numpy.random import Generator
from PIL import Image

from training.sheet import DPI, HEIGHT, WIDTH, PageTruth, Sheet


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG and its truth, boxes in its pixels."""

    content: bytes
    truth: PageTruth


def scan_to_jpeg(sheet: Sheet, rng: Generator, *, dpi: int = 150, skew: float = 0.0, quality: int = 40) -> Picture:
    """The sheet in greys, a little crooked (`skew` degrees counter-clockwise), on paper that is not quite white."""
    share = dpi / DPI
    size = round(WIDTH * share), round(HEIGHT * share)
    small = cv2.resize(sheet.paper, size, interpolation=cv2.INTER_AREA)
    turn = cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), skew, 1.0)
    grey = cv2.warpAffine(small, turn, size, borderValue=255) * np.float32(0.82) + 30
    grey = np.clip(grey + rng.standard_normal(grey.shape, np.float32) * 2, 0, 255).astype(np.uint8)
    out = BytesIO()
    Image.fromarray(grey).save(out, format="JPEG", quality=quality, dpi=(dpi, dpi))
    boxes = {}
    for name, (left, top, right, bottom) in sheet.truth.boxes.items():
        corners = np.array([[left, top], [right, top], [left, bottom], [right, bottom]]) * share @ turn[:, :2].T + turn[:, 2]
        low, high = np.floor(corners.min(axis=0)), np.ceil(corners.max(axis=0))
        boxes[name] = (int(low[0]), int(low[1]), int(high[0]), int(high[1]))
    return Picture(out.getvalue(), replace(sheet.truth, boxes=boxes))
