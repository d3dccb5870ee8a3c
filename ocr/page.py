"""A page cleaned and brought upright, ready for its lines to be found."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ocr.components import Components, components, letter_height
from ocr.geometry import straightened, to_page, turned
from ocr.header import header_box, header_pieces
from ocr.ink import Picture, ink_of, load
from ocr.leaders import find_leaders
from ocr.skew import lies_on_its_side, skew_of
from ocr.strokes import without_edges, without_streaks
from ocr.types import Box, Upright

__all__ = ["CleanPage", "clean_page", "to_page", "turned_over", "upright_ink"]

MANY_SPECKS = 3000  # tiny pieces; more are a texture, not dots
SURE = 2.5  # standard deviations of the vote on which way is up
MOST_MARKS = 2000  # that are counted for the vote
SPECK, TEXTURE = 2, 12  # pixels of ink in a speck, and in a grain of texture


@dataclass(frozen=True)
class CleanPage:
    """The upright page's ink at working size. factor: from upright (stored) pixels to working pixels.

    header: the ink of the fax machine's line as received, None without one; header_at: its box on the upright page (working
    pixels). sure_of_turn: False where structure alone does not tell which way is up. letter: ordinary letters' height.
    """

    ink: Picture
    upright: Upright
    factor: float
    letter: float
    header: Picture | None = None
    header_at: Box | None = None
    sure_of_turn: bool = True


def clean_page(image: Path, dpi: float, scale: tuple[float, float] = (1.0, 1.0)) -> CleanPage:
    """The page of a stored picture, cleaned and upright. Raises ValueError where the file is no picture."""
    stored = load(image)
    ink, factor = ink_of(stored, dpi, scale)
    ink = without_specks(without_streaks(without_edges(ink)))
    ink, header, at = _parted_header(ink)
    pieces = components(ink)
    turn = 90 if lies_on_its_side(pieces) else 0
    if turn:
        ink = turned(ink, turn)
        pieces = components(ink)
    return _upright(ink, pieces, stored.shape, turn, factor, header, at)


def _upright(
    ink: Picture, pieces: Components, stored: tuple[int, ...], turn: int, factor: float, header: Picture | None, at: Box | None
) -> CleanPage:
    skew = skew_of(pieces)
    ink = upright_ink(ink, skew)
    pieces = components(ink)
    height, width = stored if turn == 0 else stored[::-1]
    vote = head_vote(pieces)
    page = CleanPage(ink, Upright(width, height, turn, skew), factor, letter_height(pieces), header, at, abs(vote) >= SURE)
    return turned_over(page) if vote <= -SURE else page


def upright_ink(ink: Picture, skew: float) -> Picture:
    """The ink straightened, black and white again."""
    return np.asarray(np.where(straightened(ink, skew, 0) > 127, 255, 0), np.uint8)


def turned_over(page: CleanPage) -> CleanPage:
    """The same page upside down. The rotation about the centre stays the same."""
    old = page.upright
    upright = Upright(old.width, old.height, (old.turn + 180) % 360, old.skew)
    return CleanPage(turned(page.ink, 180), upright, page.factor, page.letter, page.header, page.header_at, page.sure_of_turn)


def without_specks(ink: Picture) -> Picture:
    """The ink without lone grains; on a page strewn with them, also without larger ones."""
    pieces = components(ink)
    limit = TEXTURE if (pieces.area <= TEXTURE).sum() > MANY_SPECKS else SPECK
    return np.asarray(np.where(pieces.mask(pieces.area <= limit), 0, ink), np.uint8)


def _parted_header(ink: Picture) -> tuple[Picture, Picture | None, Box | None]:
    """The page without the fax machine's line, that line's own ink, and where it stands."""
    pieces = components(ink)
    chosen = header_pieces(pieces, ink.shape[1])
    if not chosen.any():
        return ink, None, None
    box = header_box(pieces, chosen)
    mask = pieces.mask(chosen)
    only = np.asarray(np.where(mask, ink, 0), np.uint8)[int(box.top) : int(box.bottom), int(box.left) : int(box.right)]
    return np.asarray(np.where(mask, 0, ink), np.uint8), only, box


def head_vote(pieces: Components) -> float:
    """Which way is up, in standard deviations: positive upright, negative upside down.

    Thai and Latin put far more marks above the letters than below.
    Small pieces are counted by whether the nearest letter that they overlap sideways stands below or above them.
    """
    tall = letter_height(pieces)
    letters = _chosen(pieces, (pieces.height >= 0.7 * tall) & (pieces.height <= 1.8 * tall) & (pieces.width <= 3 * tall))
    small = (pieces.height < 0.6 * tall) & (pieces.height >= 0.15 * tall) & (pieces.width <= tall) & (pieces.width >= 0.25 * tall)
    marks = _chosen(pieces, small & ~find_leaders(pieces, tall).pieces)
    above = below = 0
    for left, top, right, bottom in marks[:MOST_MARKS]:
        beside = letters[(letters[:, 0] < right) & (letters[:, 2] > left)]
        above += bool(((beside[:, 1] - bottom > -0.2 * tall) & (beside[:, 1] - bottom < 0.5 * tall)).any())
        below += bool(((top - beside[:, 3] > -0.2 * tall) & (top - beside[:, 3] < 0.5 * tall)).any())
    return (above - below) / math.sqrt(max(1, above + below))


def _chosen(pieces: Components, which: NDArray[np.bool_]) -> NDArray[np.int32]:
    return np.stack([pieces.left, pieces.top, pieces.right, pieces.bottom], axis=1)[which]
