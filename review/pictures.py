"""Pages and strips of paper as pictures, turned upright; made from the stored PNG when asked for."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache

from PIL import Image

from review.places import strip_bounds
from storage.store import Store
from storage.tables import Page

TURN = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}


def page_picture(store: Store, page: Page) -> bytes:
    """The page as PNG, upright. Raises `NotInStore` or `Damaged`."""
    stored = store.get(page.image_sha256)
    if page.turn % 360 == 0:
        return stored
    return _png(_upright(_stored(store, page.image_sha256), page))


def strip(store: Store, page: Page, box: Sequence[float]) -> bytes:
    """The strip of paper round a field's box (pixels of the page as received), with a margin, as PNG. Raises as above."""
    image = _stored(store, page.image_sha256)
    return _png(_upright(image.crop(strip_bounds(box, page, image.size)), page))


@lru_cache(maxsize=8)
def _stored(store: Store, sha: str) -> Image.Image:
    """The picture unpacked: all strips of a page are asked for at once."""
    with Image.open(io.BytesIO(store.get(sha))) as image:
        image.load()
        return image.copy()


def _upright(image: Image.Image, page: Page) -> Image.Image:
    turn = page.turn % 360
    return image.transpose(TURN[turn]) if turn else image


def _png(image: Image.Image) -> bytes:
    """Black-and-white paper becomes grey, so that a browser scales it smoothly."""
    out = io.BytesIO()
    (image.convert("L") if image.mode == "1" else image).save(out, "PNG", compress_level=1)
    return out.getvalue()
