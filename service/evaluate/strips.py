"""The strip of paper on which a field stands, for a person to look at."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np

from ocr.geometry import turned
from ocr.ink import Picture, load
from ocr.types import Box
from storage.types import PageResult

ROUND = 10  # pixels of the stored page shown round the box


def cut(page: PageResult, box: Box | None) -> Picture | None:
    """The grey strip, the right way up. box: pixels of the page as received; None where there is no place or nothing of it on the page."""
    if box is None:
        return None
    across, down = page.page.scale
    picture = _page(page.page.image)
    height, width = picture.shape
    left, right = max(0, round(box.left / across) - ROUND), min(width, round(box.right / across) + ROUND)
    top, bottom = max(0, round(box.top / down) - ROUND), min(height, round(box.bottom / down) + ROUND)
    if right <= left or bottom <= top:
        return None
    return turned(np.ascontiguousarray(picture[top:bottom, left:right]), page.reading.upright.turn if page.reading else 0)


@lru_cache(maxsize=1)
def _page(image: Path) -> Picture:
    """Kept for the fields of one page."""
    return load(image)
