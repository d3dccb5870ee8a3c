"""Where a field stands: from the page as received to the picture that people see, which is turned upright."""

from __future__ import annotations

from collections.abc import Sequence

from storage.tables import Page

Box = tuple[float, float, float, float]
AROUND, LEAST = 0.45, 12


def on_picture(box: Sequence[float], page: Page) -> Box:
    """A box in pixels of the page as received, in pixels of the stored PNG."""
    left, top, right, bottom = box
    return left / page.scale_x, top / page.scale_y, right / page.scale_x, bottom / page.scale_y


def on_upright(box: Sequence[float], page: Page) -> Box:
    """A box in pixels of the page as received, in pixels of the PNG turned upright."""
    return turned(on_picture(box, page), page)


def turned(box: Sequence[float], page: Page) -> Box:
    """A box in pixels of the stored PNG, in pixels of the PNG turned upright."""
    left, top, right, bottom = box
    width, height = page.width, page.height
    ways: dict[int, Box] = {
        0: (left, top, right, bottom),
        90: (height - bottom, left, height - top, right),
        180: (width - right, height - bottom, width - left, height - top),
        270: (top, width - right, bottom, width - left),
    }
    return ways[page.turn % 360]


def upright_size(page: Page) -> tuple[int, int]:
    """Width and height of the PNG turned upright."""
    return (page.width, page.height) if page.turn % 180 == 0 else (page.height, page.width)


def strip_bounds(box: Sequence[float], page: Page, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The part of the stored PNG (of this size) that a field's strip shows, for a box in pixels of the page as received.

    Room round the letters for marks above and below, measured by the line's height; never outside the picture.
    """
    left, top, right, bottom = on_picture(box, page)
    height = (bottom - top) if page.turn % 180 == 0 else (right - left)
    margin = max(LEAST, AROUND * height)
    x0, x1 = _inside(left - margin, right + margin, size[0])
    y0, y1 = _inside(top - margin, bottom + margin, size[1])
    return x0, y0, x1, y1


def _inside(low: float, high: float, end: int) -> tuple[int, int]:
    """The part between 0 and `end`, at least one pixel of it."""
    first = min(max(0, int(low)), end - 1)
    return first, max(min(end, int(high)), first + 1)
