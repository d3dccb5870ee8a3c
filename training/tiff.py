"""Writes pages as the files that fax gateways hand on: TIFF in the T.4 and T.6 codings, and PDF."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

from PIL import Image, TiffImagePlugin

from training.fax import FaxPage
from training.sheet import Box

Coding = Literal["g3", "g3-2d", "g4"]
SHORT = 3
PHOTOMETRIC, ROWS_PER_STRIP, T4_OPTIONS = 262, 278, 292
WHITE_IS_ZERO, BLACK_IS_ZERO, TWO_DIMENSIONAL = 0, 1, 1
PDF_DPI = 200


def write_fax(pages: Sequence[FaxPage], path: Path, *, coding: Coding = "g3", tags: bool = True) -> Path:
    """Write a fax as a TIFF of one strip a page. coding: T.4 one- or two-dimensional, or T.6; tags: whether it says its resolution.

    The resolution is that of the pages (204 x 98, 196 or 391 dots an inch).
    """
    with path.open("w+b") as file, TiffImagePlugin.AppendingTiffWriter(file) as writer:
        for page in pages:
            info = {ROWS_PER_STRIP: page.bits.shape[0]}
            if coding == "g3-2d":
                info[T4_OPTIONS] = TWO_DIMENSIONAL
            shown = {"dpi": page.dpi} if tags else {}
            # Black is one on a fax: the bits go in as they are, and the tag that says so is set right below.
            picture = Image.fromarray(page.bits)
            picture.save(writer, format="TIFF", compression="group4" if coding == "g4" else "group3", tiffinfo=info, **shown)
            writer.newFrame()
    path.write_bytes(path.read_bytes().replace(_photometric(BLACK_IS_ZERO), _photometric(WHITE_IS_ZERO)))
    return path


def write_pdf(pages: Sequence[FaxPage], path: Path, made: datetime) -> Path:
    """Write a fax as a PDF of pictures. All pages must have the first one's resolution. made: its creation date."""
    images, stamp = [_image(page) for page in pages], made.timetuple()
    images[0].save(path, format="PDF", save_all=True, append_images=images[1:], dpi=pages[0].dpi, creationDate=stamp, modDate=stamp)
    return path


def on_pdf(box: Box, dpi: tuple[int, int]) -> Box:
    """A box of a fax page in pixels of its PDF page at 200 dpi."""
    across, down = PDF_DPI / dpi[0], PDF_DPI / dpi[1]
    return round(box[0] * across), round(box[1] * down), round(box[2] * across), round(box[3] * down)


def _photometric(value: int) -> bytes:
    """The directory entry. Pillow sets it only by turning every pixel of the picture over, a second a page."""
    return struct.pack("<HHIHH", PHOTOMETRIC, SHORT, 1, value, 0)


def _image(page: FaxPage) -> Image.Image:
    return Image.fromarray(~page.bits)
