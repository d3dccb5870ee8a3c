"""PDF to pages: a scanned sheet gives its own bilevel picture, anything else is rendered at 200 dpi."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops, ImageStat

from intake import poppler
from intake.picture import BROKEN
from intake.problems import UnpackError
from intake.sheet import save
from intake.types import Page, Word

# The contract counts the pixels of a PDF's page at this resolution.
DPI = 200
# A page is compared with the picture in it as squares of a few cells. What still is "the same": the mean difference of
# grey (0 to 255), and that of the worst cell, which a stamp or a typed line over the picture would darken.
_SMALL_DPI, _CELLS = 40, 48
_MEAN, _WORST_CELL = 4.0, 48
_TURNS: tuple[Image.Transpose | None, ...] = (None, *Image.Transpose)


def pages(path: Path, folder: Path, stem: str, most_pages: int, most_pixels: int) -> tuple[list[Page], str | None]:
    """All pages with their text layer, and the code of what is wrong although there are pages.

    UnpackError: `pdf-locked`, `pdf-broken`, `too-many-pixels` (a single sheet too big).
    """
    sheets, total = poppler.sheets(path, most_pages)
    pictures = poppler.pictures(path, len(sheets))
    scans = {page: found[0] for page, found in pictures.items() if len(found) == 1 and found[0].bilevel}
    texts = poppler.words(path, len(sheets))
    shown = poppler.thumbnails(path, max(scans), _SMALL_DPI) if scans else []
    problem = "too-many-pages" if total > len(sheets) else None
    made: list[Page] = []
    for sheet in sheets:
        scan = _Scan(scans[sheet.number], shown[sheet.number - 1]) if sheet.number in scans and sheet.number <= len(shown) else None
        page, fault = _page(path, sheet, scan, folder / f"{stem}-{sheet.number:04}.png", most_pixels)
        # The text beneath a scan is what some scanner's own reader made of it: no better than ours, and no proof of anything.
        scanned = any(picture.covers(sheet) for picture in pictures.get(sheet.number, ()))
        made += [_with_words(page, sheet, [] if scanned else texts.get(sheet.number, []))] if page else []
        problem = problem or fault
    if not made:
        raise UnpackError("pdf-broken" if problem in (None, "pdf-damaged") else str(problem))
    return made, problem


@dataclass(frozen=True, slots=True)
class _Scan:
    """The one picture in a page, and the whole page as shown."""

    picture: poppler.Embedded
    shown: Image.Image


def _page(path: Path, sheet: poppler.Sheet, scan: _Scan | None, target: Path, most_pixels: int) -> tuple[Page | None, str | None]:
    pixels = sheet.width * sheet.height * (DPI / 72) ** 2
    if pixels > most_pixels or (scan and scan.picture.width * scan.picture.height > most_pixels):
        return None, "too-many-pixels"
    if pixels < 1:
        return None, "pdf-damaged"
    page = _scanned(path, sheet, scan.shown, target) if scan else None
    page = page or _rendered(path, sheet, target)
    return page, None if page else "pdf-damaged"


def _rendered(path: Path, sheet: poppler.Sheet, target: Path) -> Page | None:
    picture = poppler.render(path, sheet.number, DPI)
    if picture is None:
        return None
    picture.convert("L").save(target, "PNG", compress_level=1)
    return Page(0, target, picture.width, picture.height, float(DPI))


def _scanned(path: Path, sheet: poppler.Sheet, shown: Image.Image, target: Path) -> Page | None:
    """The sheet's own picture, if that is all that is on it; None to have it rendered."""
    found = poppler.extract(path, sheet.number, target.parent)
    if found is None:
        return None
    try:
        with Image.open(found) as picture:
            turned = _turned_as_shown(picture.convert("1", dither=Image.Dither.NONE), shown)
            return _fitted(save(turned, target, _resolution(turned, sheet)), sheet) if turned else None
    except BROKEN:
        return None
    finally:
        found.unlink(missing_ok=True)


def _turned_as_shown(picture: Image.Image, shown: Image.Image) -> Image.Image | None:
    """The picture turned or mirrored as the page shows it; None if the page shows more, less or something else."""
    page = shown.resize((_CELLS, _CELLS), Image.Resampling.BOX)
    small = picture.convert("L").resize((_CELLS, _CELLS), Image.Resampling.BOX)
    differences = {turn: ImageChops.difference(small if turn is None else small.transpose(turn), page) for turn in _TURNS}
    best = min(differences, key=lambda turn: _mean(differences[turn]))
    if _mean(differences[best]) > _MEAN or ImageStat.Stat(differences[best]).extrema[0][1] > _WORST_CELL:
        return None
    return picture if best is None else picture.transpose(best)


def _mean(difference: Image.Image) -> float:
    return float(ImageStat.Stat(difference).mean[0])


def _resolution(picture: Image.Image, sheet: poppler.Sheet) -> tuple[float, float]:
    return picture.width * 72 / sheet.width, picture.height * 72 / sheet.height


def _fitted(page: Page, sheet: poppler.Sheet) -> Page:
    """`scale` to the pixels of the page as it would be rendered at 200 dpi."""
    scale = (sheet.width * DPI / 72 / page.width, sheet.height * DPI / 72 / page.height)
    return Page(page.number, page.image, page.width, page.height, page.dpi, scale)


def _with_words(page: Page, sheet: poppler.Sheet, placed: list[poppler.PlacedWord]) -> Page:
    x, y = page.width / sheet.width, page.height / sheet.height
    words = tuple(Word(word.text, (word.box[0] * x, word.box[1] * y, word.box[2] * x, word.box[3] * y)) for word in placed)
    return Page(page.number, page.image, page.width, page.height, page.dpi, page.scale, words)
