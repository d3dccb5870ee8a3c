"""Where a field stands: from the page as received to the picture that people see, which is turned upright."""

from __future__ import annotations

from collections.abc import Sequence

from storage.tables import Page

Box = tuple[float, float, float, float]


def on_picture(box: Sequence[float], page: Page) -> Box:
    """A box in pixels of the page as received, in pixels of the stored PNG."""
    left, top, right, bottom = box
    return left / page.scale_x, top / page.scale_y, right / page.scale_x, bottom / page.scale_y


def on_upright(box: Sequence[float], page: Page) -> Box:
    """A box in pixels of the page as received, in pixels of the PNG turned upright."""
    left, top, right, bottom = on_picture(box, page)
    width, height = page.width, page.height
    turned: dict[int, Box] = {
        0: (left, top, right, bottom),
        90: (height - bottom, left, height - top, right),
        180: (width - right, height - bottom, width - left, height - top),
        270: (top, width - right, bottom, width - left),
    }
    return turned[page.turn % 360]


def upright_size(page: Page) -> tuple[int, int]:
    """Width and height of the PNG turned upright."""
    return (page.width, page.height) if page.turn % 180 == 0 else (page.height, page.width)
