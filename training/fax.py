"""The scanner and the fax line: from a drawn sheet to the black and white page that arrives, its truth brought along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image

from training import marks
from training.sheet import DPI, HEIGHT, WIDTH, Box, PageTruth, Sheet
from training.strokes import Grey

Bits = NDArray[np.bool_]  # True: black
Matrix = NDArray[np.float64]
Resolution = Literal["standard", "fine", "superfine"]

COLUMNS = 1728
ACROSS = 204  # dots an inch along a row
DOWN: dict[Resolution, int] = {"standard": 98, "fine": 196, "superfine": 391}


@dataclass(frozen=True, slots=True)
class Scan:
    """How a sheet is scanned and what the line does to it.

    level: -1 light to 1 dark; skew: degrees counter-clockwise; border: what lies beside the sheet is black; copies: times
    it had been photocopied; lost, repeated: shares of rows; ends_at: share of the page that arrives; header: the sender's line.
    """

    resolution: Resolution = "fine"
    mode: Literal["threshold", "adaptive", "diffusion"] = "threshold"
    level: float = 0.0
    skew: float = 0.0
    upside_down: bool = False
    border: bool = False
    streaks: int = 0
    specks: int = 0
    copies: int = 0
    grain: float = 4.0
    blur: float = 0.5
    lost: float = 0.0
    repeated: float = 0.0
    ends_at: float = 1.0
    header: str = ""


@dataclass(frozen=True, slots=True)
class FaxPage:
    """A page as received. dpi: across, down; boxes of the truth are in its pixels."""

    bits: Bits
    dpi: tuple[int, int]
    truth: PageTruth
    kind: str


def invent_scan(rng: Generator, resolution: Resolution = "fine") -> Scan:
    """A scanner as offices have them: mostly well set, at times crooked, dark or dirty."""
    modes: Sequence[Literal["threshold", "adaptive", "diffusion"]] = ("threshold", "threshold", "adaptive", "diffusion")
    return Scan(
        resolution=resolution,
        mode=modes[int(rng.integers(len(modes)))],
        level=float(rng.normal(0, 0.35)),
        skew=float(rng.normal(0, 0.8)),
        border=bool(rng.random() < 0.15),
        streaks=int(rng.poisson(0.3)),
        specks=int(rng.poisson(20)),
        copies=int(rng.random() < 0.25),
        blur=float(rng.uniform(0.3, 0.8)),
        header=marks.header_line(rng),
    )


def send(sheet: Sheet, scan: Scan, rng: Generator) -> FaxPage:
    """Scan a sheet and send it: the page as received, with its truth."""
    matrix, down = placing(scan), DOWN[scan.resolution]
    grey = _scanned(sheet.paper, matrix, scan, rng)
    bits = _black_and_white(grey, scan)
    marks.specks(bits, scan.specks, rng)
    marks.streaks(bits, scan.streaks, rng)
    if scan.header:
        marks.print_header(bits, scan.header, down)
    rows = _arriving(bits.shape[0], scan, rng)
    boxes = {name: _moved(box, matrix, rows) for name, box in sheet.truth.boxes.items()}
    return FaxPage(bits[rows], (ACROSS, down), replace(sheet.truth, boxes=boxes), sheet.kind)


def page_rows(resolution: Resolution) -> int:
    """Rows of a whole A4 page."""
    return round(HEIGHT / DPI * DOWN[resolution])


def placing(scan: Scan) -> Matrix:
    """The sheet's pixels to the fax's: turned about the sheet's centre, scaled, laid in the middle of the scan line."""
    turn = np.vstack([cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), scan.skew + 180 * scan.upside_down, 1.0), [0, 0, 1]])
    across, down = ACROSS / DPI, DOWN[scan.resolution] / DPI
    lay = np.array([[across, 0, (COLUMNS - WIDTH * across) / 2], [0, down, 0], [0, 0, 1]])
    return np.asarray(lay @ turn, np.float64)


def _scanned(paper: Grey, matrix: Matrix, scan: Scan, rng: Generator) -> Grey:
    """What the scanner's sensor sees."""
    rows = page_rows(scan.resolution)
    small = cv2.resize(paper, (round(WIDTH * ACROSS / DPI), rows), interpolation=cv2.INTER_AREA)
    shrink = np.diag([small.shape[1] / WIDTH, small.shape[0] / HEIGHT, 1.0])
    whole = (matrix @ np.linalg.inv(shrink))[:2]
    grey = cv2.warpAffine(small, whole, (COLUMNS, rows), flags=cv2.INTER_LINEAR, borderValue=20 if scan.border else 255)
    for _ in range(scan.copies):
        grey = marks.photocopied(np.asarray(grey, np.uint8), rng)
    grey = cv2.GaussianBlur(grey, (0, 0), scan.blur) if scan.blur else grey
    noise = rng.standard_normal(grey.shape, np.float32) * scan.grain
    return np.asarray(np.clip(grey + noise, 0, 255), np.uint8)


def _black_and_white(grey: Grey, scan: Scan) -> Bits:
    """One bit a dot, as the machine makes it."""
    if scan.mode == "adaptive":
        black = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 51, 40 - 15 * scan.level)
        return np.asarray(black > 0) | (grey < 60)
    if scan.mode == "diffusion":
        stretched = np.clip((grey.astype(np.float32) - 60 - 40 * scan.level) * (255 / 130), 0, 255).astype(np.uint8)
        return np.asarray(~np.asarray(Image.fromarray(stretched).convert("1")))
    return np.asarray(grey < 170 + 40 * scan.level)


def _arriving(rows: int, scan: Scan, rng: Generator) -> NDArray[np.int64]:
    """Which of the sent rows arrive, in order; a repaired row is the one before it once more."""
    times = np.ones(round(rows * scan.ends_at), np.int64)
    times[rng.random(times.size) < scan.lost] = 0
    times[rng.random(times.size) < scan.repeated] = 2
    return np.repeat(np.arange(times.size), times)


def _moved(box: Box, matrix: Matrix, rows: NDArray[np.int64]) -> Box:
    """A box of the sheet as a box of the page received."""
    left, top, right, bottom = box
    corners = np.array([[left, top, 1], [right, top, 1], [left, bottom, 1], [right, bottom, 1]]) @ matrix.T
    low, high = np.floor(corners.min(axis=0)), np.ceil(corners.max(axis=0))
    first, last = np.searchsorted(rows, [low[1], high[1]])
    x0, x1 = np.clip([low[0], high[0]], 0, COLUMNS)
    return int(x0), int(first), int(x1), int(last)
