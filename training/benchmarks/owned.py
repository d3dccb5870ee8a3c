"""Sheets of which is known, pixel by pixel, whose ink it is, also after they were faxed and cleaned."""

from __future__ import annotations

import itertools
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from ocr.page import CleanPage, clean_page
from ocr.types import Upright
from training.fax import FaxPage, Scan, placing, send
from training.lines import faces
from training.lines.sheets import Ground, Mix, fill
from training.sheet import HEIGHT, WIDTH, Box, PageTruth, Sheet, Spot, blank
from training.strokes import Strokes

Owners = NDArray[np.int16]
"""At each pixel the number of the piece whose ink it is, counted from 1; 0 where it is nobody's."""

SAME_ROW = 30  # pixels of the sheet between the baselines of pieces on one row; rows are further apart
SHARED = 20  # pixels of the sheet sideways that pieces of a row may share; where it is more, one is written over the other
SOLID = 128  # ink (of 255) that is surely seen


@dataclass
class OwnedGround(Ground):
    """A sheet in the making that keeps whose ink is where. rows: of each piece, counted from 0."""

    owners: Owners = field(default_factory=lambda: np.zeros((HEIGHT, WIDTH), np.int16))
    rows: list[int] = field(default_factory=list)
    baseline: int = -10 * SAME_ROW

    def put(self, text: str, strokes: Strokes, spot: Spot, hand: bool) -> int:
        """As on any sheet."""
        printed = self.paper < 255 - SOLID
        end = Ground.put(self, text, strokes, spot, hand)
        if abs(spot.y - self.baseline) > SAME_ROW:
            self.baseline = spot.y
            self.rows.append(self.rows[-1] + 1 if self.rows else 0)
        else:
            self.rows.append(self.rows[-1])
        self._own(self.boxes[str(len(self.texts) - 1)], strokes, printed)
        return end

    def overprinted(self) -> set[int]:
        """The rows on which one piece was put over another."""
        spans = sorted((row, box[0], box[2]) for row, box in zip(self.rows, self.boxes.values(), strict=True))
        return {row for (row, _, end), (other, start, _) in itertools.pairwise(spans) if row == other and start < end - SHARED}

    def _own(self, box: Box, strokes: Strokes, printed: NDArray[np.bool_]) -> None:
        """Ink is a piece's own, save on a leader, rule or frame: there the paper is black with or without the piece."""
        left, top, right, bottom = box
        owners = self.owners[top:bottom, left:right]
        guides = printed[top:bottom, left:right] & (owners == 0)
        owners[(strokes.ink[: bottom - top, : right - left] > SOLID) & ~guides] = len(self.rows)


@dataclass(frozen=True)
class OwnedPage:
    """A page as the pipeline has it. owners: of the ink that arrived, upright, in working pixels; by_hand: rows with a piece by hand.

    Of each piece: rows, texts, and arrived, the share of its ink that the scanner did not lose (0 where it is written over).
    """

    page: CleanPage
    owners: Owners
    rows: tuple[int, ...]
    texts: tuple[str, ...]
    arrived: tuple[float, ...]
    by_hand: frozenset[int] = frozenset()


def owned_sheet(rng: Generator) -> OwnedGround:
    """An invented sheet of lines, without slips struck out: their ink belongs to no text."""
    ground = OwnedGround(blank(), rng, faces.printing(), faces.handwriting(), Mix(by_hand=0.6, letters=0.0, slips=0.0))
    fill(ground)
    return ground


def received(ground: OwnedGround, scan: Scan, rng: Generator) -> OwnedPage:
    """The sheet faxed and cleaned. The scan may neither lose nor repeat rows."""
    fax = send(Sheet(ground.paper, PageTruth(None), "other"), scan, rng)
    shape = fax.bits.shape[1], fax.bits.shape[0]
    sent = np.asarray(cv2.warpAffine(ground.owners, placing(scan)[:2], shape, flags=cv2.INTER_NEAREST), np.int16)
    arrived = np.where(fax.bits, sent, np.int16(0))
    repeat = round(fax.dpi[0] / fax.dpi[1])
    page = _cleaned(fax, repeat)
    owners = _upright(np.repeat(arrived, repeat, axis=0), page.upright)
    share = pixels(arrived, len(ground.rows)) / np.maximum(1, pixels(sent, len(ground.rows)))
    over = ground.overprinted()
    arrived_share = tuple(0.0 if row in over else float(part) for row, part in zip(ground.rows, share, strict=True))
    by_hand = frozenset(ground.rows[int(name)] for name in ground.by_hand)
    return OwnedPage(page, owners, tuple(ground.rows), tuple(ground.texts.values()), arrived_share, by_hand)


def pixels(owners: Owners, pieces: int) -> NDArray[np.int64]:
    """How many pixels each of so many pieces has."""
    return np.bincount(owners.ravel(), minlength=pieces + 1)[1:]


def _cleaned(fax: FaxPage, repeat: int) -> CleanPage:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.png"
        cv2.imwrite(str(file), np.repeat(np.where(fax.bits, 0, 255).astype(np.uint8), repeat, axis=0))
        return clean_page(file, fax.dpi[0], (1.0, 1 / repeat))


def _upright(owners: Owners, upright: Upright) -> Owners:
    """Turned and straightened as the page was, without mixing owners."""
    turned = np.rot90(owners, -upright.turn // 90)
    height, width = turned.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), upright.skew, 1.0)
    return np.asarray(cv2.warpAffine(np.ascontiguousarray(turned), matrix, (width, height), flags=cv2.INTER_NEAREST), np.int16)
