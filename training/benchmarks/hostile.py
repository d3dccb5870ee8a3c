"""What pages without end cost: `python -m training.benchmarks.hostile`. Each is read and searched for a form; the longest counts."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator, default_rng
from PIL import Image

from ocr.line_reader import LineReader
from ocr.reader import clean, read_page
from rules.forms import builtin_forms
from rules.labels import find_form
from training.benchmarks.figures import Figure, table
from training.lines import faces, texts
from training.sheet import HEIGHT, WIDTH, Spot, blank, stamp
from training.strokes import Grey, typed

SHAPE = (2300, 1728)  # rows and columns of a page at 204 x 196 dots an inch
DPI = 204.0
TARGET = 5.0  # seconds
SPECKS = 10_000
COLUMNS, PRINT = 4, 15  # of the newspaper: columns, and the height of ก in pixels of the sheet (9 points)


@dataclass(frozen=True, slots=True)
class Hostile:
    """Seconds of the processor and of the clock that each kind of page took."""

    seconds: dict[str, tuple[float, float]]

    def figures(self) -> list[Figure]:
        """Beside what was aimed at. What the clock says depends on what else the machine does."""
        return [
            Figure(f"{kind}, CPU", cpu, TARGET, at_most=True, unit="s", of=f"clock {clock:.1f} s")
            for kind, (cpu, clock) in self.seconds.items()
        ]


def measure(seed: int = 1, *, reader: LineReader | None = None) -> Hostile:
    """Each kind of page once."""
    with tempfile.TemporaryDirectory() as folder:
        return Hostile({kind: _cost(_stored(page, Path(folder) / f"{kind}.png"), reader) for kind, page in pages(default_rng(seed))})


def pages(rng: Generator) -> Iterator[tuple[str, Grey]]:
    """The name and picture (grey) of each kind of page."""
    for kind, draw in KINDS.items():
        yield kind, draw(rng)


def _cost(page: Path, reader: LineReader | None) -> tuple[float, float]:
    clean.cache_clear()
    cpu, clock = time.process_time(), time.perf_counter()
    find_form(read_page(page, dpi=DPI, reader=reader), builtin_forms())
    return time.process_time() - cpu, time.perf_counter() - clock


def _stored(page: Grey, path: Path) -> Path:
    cv2.imwrite(str(path), page)
    return path


def _specks(rng: Generator) -> Grey:
    page = np.full(SHAPE, 255, np.uint8)
    for y, x, size in zip(*(rng.integers(0, side, SPECKS) for side in SHAPE), rng.integers(1, 7, SPECKS), strict=True):
        page[y : y + size, x : x + size] = 0
    return page


def _noise(rng: Generator) -> Grey:
    return np.asarray(rng.integers(0, 2, SHAPE, np.uint8) * np.uint8(255))


def _photograph(rng: Generator) -> Grey:
    """Smooth texture of all sizes, as of leaves, faces, stones."""
    page = np.zeros(SHAPE, np.float32)
    for size in (6, 20, 60, 200):
        page += cv2.resize(
            rng.random((size, size * 3 // 4), np.float32) / np.float32(size**0.4), SHAPE[::-1], interpolation=cv2.INTER_CUBIC
        )
    return np.asarray((page - page.min()) * np.float32(255 / np.ptp(page)), np.uint8)


def _dithered(rng: Generator) -> Grey:
    """The same as a fax machine sends it."""
    return np.asarray(Image.fromarray(_photograph(rng)).convert("1").convert("L"))


def _newspaper(rng: Generator) -> Grey:
    """Columns of small print from edge to edge."""
    sheet, face, across = blank(), faces.printing()[0], WIDTH // COLUMNS
    for column in range(COLUMNS):
        for y in range(60, HEIGHT - 20, round(2.1 * PRINT)):
            line = typed(" ".join(texts.running(rng) for _ in range(3)), face, PRINT)
            stamp(sheet, replace(line, ink=line.ink[:, : across - 2 * PRINT]), Spot(column * across + PRINT, y))
    return np.asarray(cv2.resize(sheet, SHAPE[::-1], interpolation=cv2.INTER_AREA), np.uint8)


KINDS: dict[str, Callable[[Generator], Grey]] = {
    "10,000 specks": _specks,
    "all black": lambda rng: np.zeros(SHAPE, np.uint8),
    "noise": _noise,
    "photograph": _photograph,
    "photograph, dithered": _dithered,
    "newspaper": _newspaper,
}


def main() -> None:
    """The command."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    print(table(measure().figures()))


if __name__ == "__main__":
    main()
