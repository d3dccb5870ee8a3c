"""How many lines of text are found whole on faxed, crooked sheets: `python -m training.benchmarks.line_finding [--lines N]`.

A line is whole where found lines hold nearly all ink of its pieces, each piece in one of them, and next to no ink of other rows. It may be
parted between the ruled cells of a table. Sheets are those that the reader learns from, without rubber stamps.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from ocr.ink import Picture
from ocr.lines import TextLine, find_lines
from training.benchmarks.figures import Figure, Share, share_figure, table
from training.benchmarks.owned import OwnedPage, owned_sheet, pixels, received
from training.fax import Resolution, Scan, invent_scan

COVERED = 0.97  # share of a piece's ink that its line must hold
FOREIGN = 0.03  # share of a line's ink that may be of other rows
LEGIBLE = 0.8  # share of the ink of each of a row's pieces that must have arrived; with less, strokes are broken to bits
WORN = 2  # pixels
MOST_SKEW = 5.0  # degrees
TARGETS: dict[Resolution, float] = {"fine": 0.99, "standard": 0.97}

Finder = Callable[[Picture, float], list[TextLine]]


@dataclass(frozen=True, slots=True)
class LineFinding:
    """Lines found whole, of all, by resolution and whether anything on the line is by hand."""

    whole: Mapping[tuple[Resolution, bool], Share]

    def figures(self) -> list[Figure]:
        """Beside what was aimed at."""
        return [figure for name, target in TARGETS.items() for figure in self._figures(name, target)]

    def _figures(self, name: Resolution, target: float) -> Iterator[Figure]:
        typed, by_hand = self.whole[name, False], self.whole[name, True]
        yield share_figure(f"lines found whole, {name}", typed.plus(by_hand), target)
        yield share_figure(f"  of these typed, {name}", typed, target)
        yield share_figure(f"  of these by hand, {name}", by_hand, target)


def measure(lines: int = 1000, seed: int = 1, *, find: Finder = find_lines, pictures: Path | None = None) -> LineFinding:
    """At least so many lines at each resolution. pictures: a folder that gets a picture of each line that is not whole."""
    whole = {(name, hand): Share(0, 0) for name in TARGETS for hand in (False, True)}
    number = 0
    while whole["fine", False].of + whole["fine", True].of < lines:
        rng = np.random.default_rng((seed, number))
        ground, skew = owned_sheet(rng), float(rng.uniform(-MOST_SKEW, MOST_SKEW))
        for resolution in TARGETS:
            page = received(ground, _scan(rng, resolution, skew), rng)
            found = find(page.page.ink, page.page.letter)
            broken = broken_rows(page, found)
            rows = legible_rows(page)
            for hand, some in (False, rows - page.by_hand), (True, rows & page.by_hand):
                whole[resolution, hand] = whole[resolution, hand].plus(Share(len(some - broken), len(some)))
            if pictures is not None:
                _show(page, found, broken, pictures / f"{number:03}-{resolution}")
        number += 1
    return LineFinding(whole)


def _scan(rng: Generator, resolution: Resolution, skew: float) -> Scan:
    return replace(invent_scan(rng, resolution), skew=skew)


def broken_rows(page: OwnedPage, found: Sequence[TextLine]) -> set[int]:
    """The numbers of the rows that are not whole."""
    inked = [line for line in found if line.ink.any()]
    total = pixels(page.owners, len(page.rows))
    held = [_held(page, line) for line in inked]
    pure = [_is_pure(page, line) for line in inked]
    homes: dict[int, set[int]] = {row: set() for row in legible_rows(page)}
    broken = set()
    for piece in _pieces(page):
        row = page.rows[piece]
        home = max(range(len(inked)), key=lambda n: held[n][piece], default=-1)
        if home < 0 or held[home][piece] < COVERED * total[piece] or not pure[home]:
            broken.add(row)
        homes[row].add(home)
    return broken | {row for row, of in homes.items() if not _same_place([inked[n] for n in of if n >= 0])}


def legible_rows(page: OwnedPage) -> set[int]:
    """The numbers of the rows that count."""
    return {page.rows[piece] for piece in _pieces(page)}


def _pieces(page: OwnedPage) -> list[int]:
    """The pieces that count: with letters (a lone dash says that there is nothing), on rows that the scanner left legible."""
    faint = {row for row, arrived in zip(page.rows, page.arrived, strict=True) if arrived < LEGIBLE}
    return [n for n, text in enumerate(page.texts) if page.rows[n] not in faint and any(letter.isalnum() for letter in text)]


def _window(page: OwnedPage, line: TextLine) -> NDArray[np.int16]:
    left, top, right, bottom = (round(value) for value in line.box)
    return page.owners[top:bottom, left:right]


def _held(page: OwnedPage, line: TextLine) -> NDArray[np.int64]:
    """Pixels of each piece that a line holds, or that lie at its ink: cleaning and straightening wear edges off."""
    left, top, right, bottom = (round(value) for value in line.box)
    near = cv2.dilate(np.pad(line.ink, WORN), np.ones((2 * WORN + 1, 2 * WORN + 1), np.uint8)) > 0
    y, x = max(0, WORN - top), max(0, WORN - left)
    owners = page.owners[max(0, top - WORN) : bottom + WORN, max(0, left - WORN) : right + WORN]
    near = near[y : y + owners.shape[0], x : x + owners.shape[1]]
    return np.bincount(owners[near], minlength=len(page.rows) + 1)[1:]


def _is_pure(page: OwnedPage, line: TextLine) -> bool:
    """Whether next to all ink of a line is of one row."""
    pixels = np.bincount(_window(page, line)[line.ink > 0], minlength=len(page.rows) + 1)[1:]
    by_row = np.bincount(page.rows, weights=pixels)
    return bool(by_row.sum() - by_row.max() <= FOREIGN * by_row.sum())


def _same_place(lines: Sequence[TextLine]) -> bool:
    """One line, or one for each cell of a table (one of them may have lost a border)."""
    return len({line.cell for line in lines}) == len(lines)


def _show(page: OwnedPage, found: Sequence[TextLine], broken: set[int], stem: Path) -> None:
    """Each broken row's surroundings: ink black, the row's own ink red, found lines framed."""
    stem.parent.mkdir(parents=True, exist_ok=True)
    picture = np.repeat((255 - page.page.ink)[:, :, None], 3, axis=2)
    row_of = np.array([-1, *page.rows])
    for line in found:
        left, top, right, bottom = (round(value) for value in line.box)
        cv2.rectangle(picture, (left, top), (right, bottom), (255, 120, 0) if line.ink.any() else (0, 200, 0), 1)
    for row in sorted(broken):
        own = row_of[page.owners] == row
        ys = np.flatnonzero(own.any(axis=1))
        shown = picture.copy()
        shown[own] = (0, 0, 255)
        cv2.imwrite(f"{stem}-{row:02}.png", shown[max(0, ys[0] - 50) : ys[-1] + 50])


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pictures", type=Path, metavar="FOLDER", help="gets a picture of each line that is not whole")
    args = parser.parse_args()
    print(table(measure(args.lines, args.seed, pictures=args.pictures).figures()))


if __name__ == "__main__":
    main()
