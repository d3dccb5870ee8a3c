"""The one module that calls poppler (Debian: poppler-utils): what a PDF's pages are, their pictures and their words."""

from __future__ import annotations

import html
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from pdf2image import convert_from_path, pdfinfo_from_path
from pdf2image.exceptions import PDFInfoNotInstalledError, PDFPageCountError
from PIL import Image

from intake.problems import UnpackError

_SIZE = re.compile(r"([\d.]+) x ([\d.]+) pts")
_BBOX_PAGE = re.compile(r'<page width="[^"]*" height="[^"]*">(.*?)</page>', re.S)
_BBOX_WORD = re.compile(r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>', re.S)
_WHOLE = 0.85  # share of the page's sides


class MissingProgramError(RuntimeError):
    """Poppler is not installed; install the package poppler-utils."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of a PDF as it is shown (turned by its /Rotate): width and height in points."""

    number: int
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Embedded:
    """A picture within a page: its own pixels, and its resolution as placed, in dpi."""

    width: int
    height: int
    dpi: tuple[float, float]
    bilevel: bool = False

    def covers(self, sheet: Sheet) -> bool:
        """Whether it is as large as the page, or nearly: what a scanner puts there."""
        across, down = (side * 72 / max(dpi, 1.0) for side, dpi in zip((self.width, self.height), self.dpi, strict=True))
        as_placed = across >= _WHOLE * sheet.width and down >= _WHOLE * sheet.height
        return as_placed or (across >= _WHOLE * sheet.height and down >= _WHOLE * sheet.width)


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A word of the text layer, its box in points from the top left of the page as shown."""

    text: str
    box: tuple[float, float, float, float]


def sheets(path: Path, most: int) -> tuple[list[Sheet], int]:
    """The first `most` pages, and how many there are. UnpackError: `pdf-locked`, `pdf-broken`."""
    try:
        info = pdfinfo_from_path(str(path), first_page=1, last_page=most)
    except PDFInfoNotInstalledError as error:
        raise MissingProgramError(str(error)) from error
    except PDFPageCountError as error:
        raise UnpackError("pdf-locked" if "ncorrect password" in str(error) else "pdf-broken") from error
    found = [_sheet(key, str(value), str(info.get(key.replace("size", "rot"), "0"))) for key, value in info.items() if _is_size(key)]
    if not found:
        raise UnpackError("pdf-broken")
    return found, int(info["Pages"])


def pictures(path: Path, last: int) -> dict[int, list[Embedded]]:
    """The pictures in the pages (from 1) that hold any."""
    found: dict[int, list[Embedded]] = {}
    for line in _run("pdfimages", "-list", "-l", str(last), str(path)).splitlines():
        cells = line.split()
        if len(cells) >= 14 and cells[0].isdecimal():
            found.setdefault(int(cells[0]), []).append(_embedded(cells))
    return found


def extract(path: Path, page: int, folder: Path) -> Path | None:
    """The one bilevel picture of a page as a PBM in `folder`, its pixels untouched and not turned."""
    root = folder / f"embedded-{page}"
    _run("pdfimages", "-f", str(page), "-l", str(page), str(path), str(root))
    return next(iter(folder.glob(f"{root.name}-*.pbm")), None)


def thumbnails(path: Path, last: int, dpi: int) -> list[Image.Image]:
    """Pages 1 to `last` as shown, in grey, small."""
    return convert_from_path(str(path), dpi=dpi, last_page=last, grayscale=True)


def render(path: Path, page: int, dpi: int) -> Image.Image | None:
    """The page as shown, in grey; None if poppler could not."""
    made = convert_from_path(str(path), dpi=dpi, first_page=page, last_page=page, grayscale=True)
    return made[0] if made else None


def words(path: Path, last: int) -> dict[int, list[PlacedWord]]:
    """The text layer of pages 1 to `last`, by page."""
    text = _run("pdftotext", "-bbox", "-enc", "UTF-8", "-l", str(last), str(path), "-")
    return {number: _placed(body) for number, body in enumerate(_BBOX_PAGE.findall(text), 1)}


def _run(*command: str) -> str:
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    except FileNotFoundError as error:
        raise MissingProgramError(command[0]) from error
    return done.stdout.decode("utf-8", "replace")


def _is_size(key: str) -> bool:
    return re.fullmatch(r"Page\s+\d+ size", key) is not None


def _sheet(key: str, size: str, rotation: str) -> Sheet:
    found = _SIZE.search(size)
    width, height = (float(found[1]), float(found[2])) if found else (0.0, 0.0)
    if rotation.strip() in ("90", "270"):
        width, height = height, width
    return Sheet(int(key.split()[1]), width, height)


def _is_bilevel(cells: list[str]) -> bool:
    return cells[2] in ("image", "stencil") and cells[6] == "1" and cells[7] == "1"


def _embedded(cells: list[str]) -> Embedded:
    return Embedded(int(cells[3]), int(cells[4]), (float(cells[12]), float(cells[13])), _is_bilevel(cells))


def _placed(body: str) -> list[PlacedWord]:
    found = (
        PlacedWord(html.unescape(text), (float(left), float(top), float(right), float(bottom)))
        for left, top, right, bottom, text in _BBOX_WORD.findall(body)
    )
    return [word for word in found if word.text.strip()]
