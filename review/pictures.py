"""Pages and strips of paper as pictures, turned upright; made from the stored PNG when asked for."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache

from PIL import Image

from review.places import Box, on_picture
from storage.store import Store
from storage.tables import Page

TURN = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
AROUND, LEAST = 0.45, 12


def page_picture(store: Store, page: Page) -> bytes:
    """The page as PNG, upright. Raises `NotInStore` or `Damaged`."""
    stored = store.get(page.image_sha256)
    if page.turn % 360 == 0:
        return stored
    return _png(_upright(_stored(store, page.image_sha256), page))


def strip(store: Store, page: Page, box: Sequence[float]) -> bytes:
    """The strip of paper round a field's box (pixels of the page as received), with a margin, as PNG. Raises as above."""
    image = _stored(store, page.image_sha256)
    return _png(_upright(image.crop(_with_margin(on_picture(box, page), page, image.size)), page))


@lru_cache(maxsize=4)
def _stored(store: Store, sha: str) -> Image.Image:
    """The picture unpacked: all strips of a page are asked for at once."""
    with Image.open(io.BytesIO(store.get(sha))) as image:
        image.load()
        return image.copy()


def _with_margin(box: Box, page: Page, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Room round the letters for marks above and below, measured by the line's height; never outside the picture."""
    left, top, right, bottom = box
    height = (bottom - top) if page.turn % 180 == 0 else (right - left)
    margin = max(LEAST, AROUND * height)
    x0, x1 = _inside(left - margin, right + margin, size[0])
    y0, y1 = _inside(top - margin, bottom + margin, size[1])
    return x0, y0, x1, y1


def _inside(low: float, high: float, end: int) -> tuple[int, int]:
    """The part between 0 and `end`, at least one pixel of it."""
    first = min(max(0, int(low)), end - 1)
    return first, max(min(end, int(high)), first + 1)


def _upright(image: Image.Image, page: Page) -> Image.Image:
    turn = page.turn % 360
    return image.transpose(TURN[turn]) if turn else image


def _png(image: Image.Image) -> bytes:
    """Black-and-white paper becomes grey, so that a browser scales it smoothly."""
    out = io.BytesIO()
    (image.convert("L") if image.mode == "1" else image).save(out, "PNG", compress_level=1)
    return out.getvalue()
