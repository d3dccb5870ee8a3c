"""Fax TIFF (G3, G4, uncompressed, several pages, damaged) to pages with square pixels."""

from __future__ import annotations

import math
import re
from pathlib import Path

from PIL import Image, TiffImagePlugin

from intake import libtiff
from intake.picture import BROKEN
from intake.problems import UnpackError
from intake.sheet import A4_INCHES, save
from intake.types import Page

# A fax line's pixels and the paper's width and height in inches: A4, B4, A3 (ITU-T T.4).
FAX_PAPERS = {1728: (8.47, 11.69), 2048: (10.04, 14.33), 2432: (11.92, 16.54)}
FAX_LINES = (98.0, 196.0, 391.0)
_X_RESOLUTION, _Y_RESOLUTION, _UNIT, _DESCRIPTION = 282, 283, 296, 270
_CENTIMETRE = 3
_STATION = re.compile(r"\+?(?:[ ()./-]?\d){6,20}")


def pages(path: Path, folder: Path, stem: str, most_pages: int, most_pixels: int) -> tuple[list[Page], str | None]:
    """All pages that can be decoded, and the code of what is wrong although there are pages.

    UnpackError `tiff-broken` where there is none, `too-many-pixels` where a page alone is too big.
    """
    made: list[Page] = []
    problem: str | None = None
    try:
        with Image.open(path) as tiff:
            for frame in range(most_pages + 1):
                if not _seek(tiff, frame):
                    return _some(made), problem
                if frame == most_pages:
                    return _some(made), "too-many-pages"
                page, fault = _page(tiff, path, folder, f"{stem}-{frame + 1:04}", most_pixels)
                made += [page] if page else []
                problem = problem or fault
    except BROKEN:
        problem = "tiff-damaged"
    return _some(made), problem


def station_of(path: Path) -> str | None:
    """What the receiving program wrote down as the far machine's identification, where it is a number."""
    try:
        with Image.open(path) as tiff:
            text = str(_tags(tiff).get(_DESCRIPTION, "")).strip("\0 ")
    except BROKEN:
        return None
    return text if _STATION.fullmatch(text) else None


def resolution_of(width: int, height: int, x: float, y: float, unit: int) -> tuple[float, float]:
    """(x, y) in dpi by the tags; where they say nothing of use, by the width of a fax line and the nearest paper's height."""
    factor = 2.54 if unit == _CENTIMETRE else 1.0
    if 50 <= x * factor <= 2500 and 50 <= y * factor <= 2500:
        return x * factor, y * factor
    paper = FAX_PAPERS.get(width)
    if paper is None:
        return (width / A4_INCHES[0],) * 2
    return 204.0, min(FAX_LINES, key=lambda lines: abs(math.log(max(height, 1) / lines / paper[1])))


def _some(made: list[Page]) -> list[Page]:
    if not made:
        raise UnpackError("tiff-broken")
    return made


def _seek(tiff: Image.Image, frame: int) -> bool:
    try:
        tiff.seek(frame)
    except EOFError:
        return False
    return True


def _page(tiff: Image.Image, path: Path, folder: Path, name: str, most_pixels: int) -> tuple[Page | None, str | None]:
    if tiff.width * tiff.height > most_pixels:
        return None, "too-many-pixels"
    frame, resolution = tiff.tell(), _resolution(tiff)
    try:
        tiff.load()
        return save(tiff, folder / f"{name}.png", resolution), None
    except BROKEN:
        return _rescued(path, frame, folder / name, resolution), "tiff-damaged"


def _rescued(path: Path, frame: int, target: Path, resolution: tuple[float, float]) -> Page | None:
    """A page whose lines are partly lost, with what libtiff's own program makes of it."""
    plain = target.with_suffix(".rescued")
    try:
        if not libtiff.rescue(path, frame, plain):
            return None
        with Image.open(plain) as tiff:
            tiff.load()
            return save(tiff, target.with_suffix(".png"), resolution)
    except BROKEN:
        return None
    finally:
        plain.unlink(missing_ok=True)


def _resolution(tiff: Image.Image) -> tuple[float, float]:
    tags = _tags(tiff)
    x, y = (_number(tags.get(tag)) for tag in (_X_RESOLUTION, _Y_RESOLUTION))
    return resolution_of(tiff.width, tiff.height, x, y, int(_number(tags.get(_UNIT))))


def _tags(tiff: Image.Image) -> TiffImagePlugin.ImageFileDirectory_v2 | dict[int, object]:
    return tiff.tag_v2 if isinstance(tiff, TiffImagePlugin.TiffImageFile) else {}


def _number(value: object) -> float:
    """A tag's value as a number; 0 for what is none (missing, not a number, divided by zero)."""
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return 0.0
    return number if math.isfinite(number) else 0.0
