"""A page cleaned and brought upright, ready for its lines to be found."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ocr.components import Components, components, letter_height
from ocr.damage import damage_of
from ocr.geometry import straightened, to_page, turned
from ocr.header import header_box, header_pieces
from ocr.ink import Picture, ink_of, load, solid
from ocr.leaders import find_leaders
from ocr.photograph import flattened
from ocr.skew import lies_on_its_side, skew_of
from ocr.streaks import without_edges, without_streaks
from ocr.types import Box, Upright

__all__ = ["CleanPage", "clean_page", "to_page", "turned_over", "upright_ink"]

MANY_SPECKS = 3000  # tiny pieces; more are a texture, not dots
SURE = 2.5  # standard deviations of the vote on which way is up
MOST_MARKS = 2000  # that are counted for the vote
SPECK, TEXTURE = 2, 12  # pixels of ink in a speck, and in a grain of texture


@dataclass(frozen=True)
class CleanPage:
    """The upright page's ink at working size, and its pieces. factor: from upright (stored) pixels to working pixels.

    header: the ink of the fax machine's line as received, None without one; header_at: its box on the upright page (working
    pixels). sure_of_turn: False where structure alone does not tell which way is up. letter: ordinary letters' height.
    damage: share of the rows that look lost or repeated.
    """

    ink: Picture
    pieces: Components
    upright: Upright
    factor: float
    letter: float
    header: Picture | None = None
    header_at: Box | None = None
    sure_of_turn: bool = True
    damage: float = 0.0


def clean_page(image: Path, dpi: float, scale: tuple[float, float] = (1.0, 1.0)) -> CleanPage:
    """The page of a stored picture, cleaned and upright. Raises ValueError where the file is no picture."""
    stored = load(image)
    flat = flattened(stored)
    if flat is not None:
        stored, dpi, scale = flat.picture, flat.dpi, (1.0, 1.0)
    ink, factor = ink_of(stored, dpi, scale)
    ink = without_streaks(without_edges(ink))
    ink, pieces, header, at = _parted_header(ink, components(ink))
    turn = 90 if lies_on_its_side(pieces) else 0
    if turn:
        ink = turned(ink, turn)
        pieces = components(ink)
    page = _upright(ink, pieces, stored.shape, turn, factor)
    upright = replace(page.upright, photograph=flat.back) if flat else page.upright
    return replace(page, upright=upright, header=header, header_at=at, damage=damage_of(stored, scale))


def _upright(ink: Picture, pieces: Components, stored: tuple[int, ...], turn: int, factor: float) -> CleanPage:
    skew = skew_of(pieces)
    if skew:
        ink = upright_ink(ink, skew)
        pieces = components(ink)
    height, width = stored if turn == 0 else stored[::-1]
    vote = head_vote(pieces)
    page = CleanPage(ink, pieces, Upright(width, height, turn, skew), factor, letter_height(pieces), sure_of_turn=abs(vote) >= SURE)
    return turned_over(page) if vote <= -SURE else page


def upright_ink(ink: Picture, skew: float) -> Picture:
    """The ink straightened, black and white again."""
    return solid(straightened(ink, skew))


def turned_over(page: CleanPage) -> CleanPage:
    """The same page upside down. The rotation about the centre stays the same."""
    ink, old = turned(page.ink, 180), page.upright
    return replace(page, ink=ink, pieces=components(ink), upright=replace(old, turn=(old.turn + 180) % 360))


def without_specks(ink: Picture) -> Picture:
    """The ink without lone grains; on a page strewn with them, also without larger ones."""
    pieces = components(ink)
    return pieces.erased(ink, _specks(pieces))


def _specks(pieces: Components) -> NDArray[np.bool_]:
    limit = TEXTURE if (pieces.area <= TEXTURE).sum() > MANY_SPECKS else SPECK
    return np.asarray(pieces.area <= limit)


def _parted_header(ink: Picture, pieces: Components) -> tuple[Picture, Components, Picture | None, Box | None]:
    """The page without specks and the fax machine's line, its pieces, that line's own ink, and where it stands."""
    dirt = _specks(pieces)
    chosen = np.zeros(len(pieces), bool)
    chosen[~dirt] = header_pieces(pieces.only(~dirt), ink.shape[1])
    gone = dirt | chosen
    header, box = None, None
    if chosen.any():
        box = header_box(pieces, chosen)
        header = pieces.ink(np.flatnonzero(chosen), slice(int(box.top), int(box.bottom)), slice(int(box.left), int(box.right)))
    return pieces.erased(ink, gone), pieces.only(~gone), header, box


def head_vote(pieces: Components) -> float:
    """Which way is up, in standard deviations: positive upright, negative upside down.

    Thai and Latin put far more marks above the letters than below.
    Small pieces are counted by whether the nearest letter that they overlap sideways stands below or above them.
    """
    tall = letter_height(pieces)
    letters = _chosen(pieces, (pieces.height >= 0.7 * tall) & (pieces.height <= 1.8 * tall) & (pieces.width <= 3 * tall))
    small = (pieces.height < 0.6 * tall) & (pieces.height >= 0.15 * tall) & (pieces.width <= tall) & (pieces.width >= 0.25 * tall)
    marks = _chosen(pieces, small & ~find_leaders(pieces, tall).pieces)[:MOST_MARKS, :, None]
    beside = (letters[:, 0] < marks[:, 2]) & (letters[:, 2] > marks[:, 0])
    above, below = (
        int((beside & (gap > -0.2 * tall) & (gap < 0.5 * tall)).any(axis=1).sum())
        for gap in (letters[:, 1] - marks[:, 3], marks[:, 1] - letters[:, 3])
    )
    return (above - below) / math.sqrt(max(1, above + below))


def _chosen(pieces: Components, which: NDArray[np.bool_]) -> NDArray[np.int32]:
    return np.stack([pieces.left, pieces.top, pieces.right, pieces.bottom], axis=1)[which]
