"""One document to its pages, by its kind. Runs in the unpacking child; what a kind alone needs is loaded for it alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PIL import Image

from intake.limits import Limits
from intake.magic import PICTURES
from intake.problems import REASONS, UnpackError
from intake.types import Page

Pages = tuple[list[Page], str | None]
"""Pages, and the code of what is wrong although there are pages."""
_FEWEST_LETTERS = 20  # in a text document; one with less is the cover of the pictures in it


def pages_of(kind: str, path: Path, folder: Path, stem: str, most: int, limits: Limits) -> Pages:
    """Pages of one document, their pictures as files in `folder`. UnpackError where there are none."""
    if path.stat().st_size == 0:
        raise UnpackError("empty-file")
    if most <= 0:
        raise UnpackError("too-many-pages")
    if kind in PICTURES:
        from intake import picture

        return picture.pages(path.read_bytes(), folder, stem, limits.pixels)
    opener = _OPENERS.get(kind)
    if opener is None:
        raise UnpackError(f"unsupported-{kind}" if f"unsupported-{kind}" in REASONS else "unsupported-type")
    return opener(path, folder, stem, most, limits)


def _tiff(path: Path, folder: Path, stem: str, most: int, limits: Limits) -> Pages:
    from intake import tiff

    return tiff.pages(path, folder, stem, most, limits.pixels)


def _pdf(path: Path, folder: Path, stem: str, most: int, limits: Limits) -> Pages:
    from intake import pdf

    return pdf.pages(path, folder, stem, most, limits.pixels)


def _postscript(path: Path, folder: Path, stem: str, most: int, limits: Limits) -> Pages:
    from intake import ghostscript

    plain, target = folder / f"{stem}.ps", folder / f"{stem}.pdf"
    plain.write_bytes(ghostscript.without_printer_talk(path.read_bytes()))
    try:
        whole = ghostscript.to_pdf(plain, target)
        pages, fault = _pdf(target, folder, stem, most, limits)
        if all(_is_bare(page) for page in pages) and not whole:
            raise UnpackError("postscript-broken")
        return pages, fault or (None if whole else "postscript-damaged")
    except UnpackError as error:
        raise UnpackError("postscript-broken" if error.code == "pdf-broken" else error.code) from error
    finally:
        plain.unlink(missing_ok=True)
        target.unlink(missing_ok=True)


def _is_bare(page: Page) -> bool:
    with Image.open(page.image) as picture:
        return picture.convert("L").getextrema() == (255, 255)


def _docx(path: Path, folder: Path, stem: str, most: int, limits: Limits) -> Pages:
    from intake import docx, picture
    from intake.typed import letters, page_of

    blocks = docx.blocks(path)
    if letters(blocks) < _FEWEST_LETTERS:
        scans = [scan for scan in docx.pictures(path) if min(picture.size_of(scan) or (0, 0)) >= picture.SMALLEST_SCAN]
        made = [picture.pages(scan, folder, f"{stem}-{n}", limits.pixels) for n, scan in enumerate(scans[:most], 1)]
        if made:
            return [page for pages, _ in made for page in pages], next((fault for _, fault in made if fault), None)
    page, cut = page_of(blocks, folder / f"{stem}-0001.png")
    return [page], "text-cut" if cut else None


def _xlsx(path: Path, folder: Path, stem: str, most: int, limits: Limits) -> Pages:
    from intake import xlsx
    from intake.typed import page_of

    page, cut = page_of(xlsx.blocks(path), folder / f"{stem}-0001.png")
    return [page], "text-cut" if cut else None


_OPENERS: dict[str, Callable[[Path, Path, str, int, Limits], Pages]] = {
    "tiff": _tiff,
    "pdf": _pdf,
    "postscript": _postscript,
    "docx": _docx,
    "xlsx": _xlsx,
}
