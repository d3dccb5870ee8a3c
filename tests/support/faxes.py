"""Faxes for the tests of other folders: real T.4 and T.6 files of drawn forms, with what is written on them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from training.faces import PACKAGES, available
from training.fax import FaxPage, Resolution, Scan, send
from training.layouts import LAYOUTS
from training.marks import header_line
from training.other_pages import KINDS, letter
from training.pages import coordinator_page
from training.people import Agency, invent, read_roster
from training.sheet import PageTruth
from training.tiff import Coding, write_fax

ROSTER = Path(__file__).parents[2] / "service" / "data" / "lamphun" / "roster.csv"


def agencies() -> tuple[Agency, ...]:
    """The agencies of the bundled Lamphun roster."""
    return read_roster(ROSTER)


def form_fax(
    folder: Path,
    *,
    resolution: Resolution = "fine",
    coding: Coding = "g4",
    upside_down: bool = False,
    skew: float = 0.0,
    border: bool = False,
    streaks: int = 0,
    specks: int = 0,
    layout: str = "dotted",
    hand: bool = False,
    cover: bool = False,
    forms: int = 1,
    tags: bool = True,
    header: bool = True,
    seed: int = 1,
) -> tuple[Path, list[PageTruth]]:
    """A fax of `forms` coordinator forms, behind a covering letter if `cover`, and the truth of every page in order.

    The truth's `form` is None on a page without a form; its boxes are pixels of the page as received.
    """
    rng = np.random.default_rng(seed)
    sheets = [letter(rng)] if cover else []
    sheets += [coordinator_page(invent(rng, agencies()), LAYOUTS[layout], rng, hand=hand) for _ in range(forms)]
    line = header_line(rng) if header else ""
    scan = Scan(resolution, skew=skew, upside_down=upside_down, border=border, streaks=streaks, specks=specks, header=line)
    pages = [send(sheet, scan, rng) for sheet in sheets]
    return _written(folder, pages, coding, tags)


def other_fax(folder: Path, kind: str, *, resolution: Resolution = "fine", coding: Coding = "g4", seed: int = 1) -> Path:
    """A fax of one page that holds no wanted form: `letter`, `cover`, `advertisement` or `leave`."""
    rng = np.random.default_rng(seed)
    return _written(folder, [send(KINDS[kind](rng, ""), Scan(resolution), rng)], coding, True)[0]


def _written(folder: Path, pages: list[FaxPage], coding: Coding, tags: bool) -> tuple[Path, list[PageTruth]]:
    path = folder / f"fax{len(list(folder.glob('fax*.tif'))):09}.tif"
    return write_fax(pages, path, coding=coding, tags=tags), [page.truth for page in pages]


def need_faces() -> None:
    """Skip, aloud, where the typefaces are not installed."""
    if not available():
        pytest.skip(f"no Thai typefaces to draw with: apt-get install {PACKAGES}")
