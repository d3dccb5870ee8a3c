"""Thai and Latin text drawn on a picture, in the face that the review screens ship."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib import resources
from itertools import groupby
from pathlib import Path

from PIL import ImageDraw, ImageFont

FONTS = Path(str(resources.files("review"))) / "static" / "fonts"
CARRIER = "อ"  # what a mark stands on when it is shown alone; the face has no dotted circle
Colour = tuple[int, int, int]
INK: Colour = (0, 0, 0)
PALE: Colour = (200, 200, 200)


def write(draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, size: int, colour: Colour = INK) -> float:
    """Writes a line, its top left corner at (x, y) pixels, `size` pixels high. Gives the x where it ends."""
    x, y = at
    for thai, run in groupby(text, key=_is_thai):
        part, face = "".join(run), _face("thai" if thai else "latin", size)
        draw.text((x, y), part, font=face, fill=colour)
        x += draw.textlength(part, font=face)
    return x


def write_letter(draw: ImageDraw.ImageDraw, at: tuple[float, float], letter: str, size: int) -> None:
    """Writes one letter; a mark on a pale consonant."""
    if unicodedata.category(letter) != "Mn":
        write(draw, at, letter, size)
        return
    write(draw, at, CARRIER + letter, size)
    write(draw, at, CARRIER, size, PALE)


def _is_thai(letter: str) -> bool:
    return "\u0e00" <= letter <= "\u0e7f"


@cache
def _face(letters: str, size: int) -> ImageFont.FreeTypeFont:
    """The file of the face that holds these letters; Pillow sets marks by raqm where it has it."""
    return ImageFont.truetype(FONTS / f"sarabun-{letters}-400.woff2", size)
