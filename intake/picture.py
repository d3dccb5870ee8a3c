"""PNG, JPEG and the like to a page: turned as its EXIF says, grey, of a sane size."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, ImageFile, ImageOps

from intake.problems import UnpackError
from intake.sheet import A4_INCHES, LONGEST_SIDE, save
from intake.types import Page

SMALLEST_SCAN = 500  # pixels of the shorter side of a scanned page within another document
# The limit of pixels is ours (intake/limits.py), with a Problem; Pillow's own would raise at opening.
Image.MAX_IMAGE_PIXELS = None
BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, OverflowError, AttributeError, RuntimeError)


def size_of(content: bytes) -> tuple[int, int] | None:
    """Width and height by the file's head, nothing decoded; None where it is no picture."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            return picture.size
    except BROKEN:
        return None


def pages(content: bytes, folder: Path, stem: str, most_pixels: int) -> tuple[list[Page], str | None]:
    """The page of a picture, and the code of what is wrong with it although there is a page (`image-damaged`).

    UnpackError: `image-broken`, `too-many-pixels`.
    """
    if content[4:8] == b"ftyp":
        _know_heic()
    try:
        picture = Image.open(io.BytesIO(content))
    except BROKEN as error:
        raise UnpackError("image-broken") from error
    if picture.width * picture.height > most_pixels:
        raise UnpackError("too-many-pixels")
    received = picture.size
    picture.draft("L", (min(received[0], LONGEST_SIDE), min(received[1], LONGEST_SIDE)))
    damage = _load(picture)
    turned = ImageOps.exif_transpose(_flat(picture))
    page = save(turned, folder / f"{stem}-0001.png", (_dpi(picture, turned.size),) * 2)
    return [_with_scale(page, received)], damage


def _know_heic() -> None:
    from pillow_heif import register_heif_opener  # brings its decoder, which few files need

    register_heif_opener(thumbnails=False)


def _load(picture: Image.Image) -> str | None:
    """Decode; a file cut short keeps what there is."""
    try:
        picture.load()
        return None
    except BROKEN:
        ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        picture.load()
    except BROKEN as error:
        raise UnpackError("image-broken") from error
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False
    if picture.convert("L").getextrema() in ((0, 0), (128, 128), (255, 255)):
        raise UnpackError("image-broken")  # cut off before its first line
    return "image-damaged"


def _flat(picture: Image.Image) -> Image.Image:
    """Without transparency (paper is white) and without palette; its EXIF kept."""
    if picture.mode in ("1", "L"):
        return picture
    exif = picture.getexif()
    if "A" in picture.getbands() or "transparency" in picture.info:
        colour = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", colour.size, "white"), colour)
    if picture.mode.startswith("I"):
        picture = picture.point(lambda value: value / 256).convert("L")
    grey = picture.convert("L")
    grey.info["exif"] = exif.tobytes() if exif else b""
    return grey


def _dpi(picture: Image.Image, size: tuple[int, int]) -> float:
    """The resolution that a scanner wrote down; a camera's is nonsense: then as if a sheet of A4 filled the picture."""
    written = float(picture.info.get("dpi", (0, 0))[0] or 0)
    return written if 90 < written < 1300 else max(size) / A4_INCHES[1]


def _with_scale(page: Page, received: tuple[int, int]) -> Page:
    """`scale` counts from the page as received, before its decoder or we made it smaller; a turned one has its sides changed."""
    if (page.width > page.height) != (received[0] > received[1]):
        received = (received[1], received[0])
    scale = (received[0] / page.width, received[1] / page.height)
    return Page(page.number, page.image, page.width, page.height, page.dpi, scale)
