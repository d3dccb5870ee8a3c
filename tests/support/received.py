"""Drawn pages as unpacking hands them on: a PNG with square pixels, its resolution and scale, and the truth in the PNG's pixels."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from ocr.types import Box
from tests.support.faxes import agencies
from training.fax import Scan, send
from training.layouts import LAYOUTS
from training.other_pages import KINDS
from training.pages import coordinator_page
from training.people import invent
from training.sheet import Sheet


@dataclass(frozen=True)
class Received:
    """A stored page. boxes: of the values, in pixels of the stored picture."""

    image: Path
    dpi: float
    scale: tuple[float, float]
    values: dict[str, str]
    boxes: dict[str, Box]


def received(folder: Path, sheet: Sheet, scan: Scan, seed: int = 1) -> Received:
    """A sheet sent as a fax and stored as a page."""
    page = send(sheet, scan, np.random.default_rng(seed))
    repeat = max(1, round(page.dpi[0] / page.dpi[1]))
    path = folder / f"page{len(list(folder.iterdir()))}.png"
    Image.fromarray(np.where(np.repeat(page.bits, repeat, axis=0), 0, 255).astype(np.uint8)).convert("1").save(path)
    boxes = {name: Box(box[0], box[1] * repeat, box[2], box[3] * repeat) for name, box in page.truth.boxes.items()}
    return Received(path, float(page.dpi[0]), (1.0, 1 / repeat), dict(page.truth.fields), boxes)


def form_page(folder: Path, layout: str = "dotted", scan: Scan | None = None, *, hand: bool = False, seed: int = 1) -> Received:
    """A coordinator form, filled in."""
    rng = np.random.default_rng(seed)
    return received(folder, coordinator_page(invent(rng, agencies()), LAYOUTS[layout], rng, hand=hand), scan or Scan(), seed)


def other_page(folder: Path, kind: str, scan: Scan | None = None) -> Received:
    """A page without a wanted form: `letter`, `cover`, `advertisement` or `leave`."""
    return received(folder, KINDS[kind](np.random.default_rng(1), "สำนักงานตัวอย่าง"), scan or Scan())
