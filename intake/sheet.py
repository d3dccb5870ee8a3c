"""One decoded picture to one page: square pixels, a sane size, a PNG on disk."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from intake.types import Page

A4_INCHES = (8.27, 11.69)
# A sheet of A4 at 300 dpi; more than that tells a reader nothing that it could use.
LONGEST_SIDE = 3508
_ODDLY_LONG = 1.5


def save(picture: Image.Image, path: Path, resolution: tuple[float, float]) -> Page:
    """Write `picture` as `path` (PNG) and give its Page, numbered 0 until the message is put together.

    resolution: (x, y) in dpi of the picture as received. Rows or columns are repeated by a whole number where pixels are
    oblong; grey pictures over LONGEST_SIDE are scaled down; bilevel ones stay bilevel and lose nothing.
    """
    received = picture.size
    repeats = (_repeats(resolution[1], resolution[0]), _repeats(resolution[0], resolution[1]))
    if repeats != (1, 1):
        picture = picture.resize((received[0] * repeats[0], received[1] * repeats[1]), Image.Resampling.NEAREST)
    if picture.mode != "1":
        picture = _sane(picture.convert("L"))
    picture.save(path, "PNG", compress_level=1 if picture.mode == "L" else 6)
    scale = (received[0] / picture.width, received[1] / picture.height)
    return Page(0, path, picture.width, picture.height, round(resolution[0] / scale[0], 1), scale)


def _repeats(other: float, own: float) -> int:
    """How often a row (column) is repeated, so that its density comes near that of the columns (rows)."""
    return min(4, round(other / own)) if other / own >= _ODDLY_LONG else 1


def _sane(picture: Image.Image) -> Image.Image:
    if max(picture.size) <= LONGEST_SIDE:
        return picture
    shrunk = picture.copy()
    shrunk.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.BOX, reducing_gap=None)
    return shrunk
