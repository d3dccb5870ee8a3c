"""Strips come from the right place of the paper, upright, whatever way it was sent."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from review.pictures import page_picture, strip
from review.places import on_upright, upright_size
from storage.store import Store
from storage.tables import Page

WIDTH, HEIGHT = 400, 300
MARK = (60, 40, 160, 70)  # on the upright page


def page_of(store: Store, turn: int, scale: tuple[float, float]) -> Page:
    """A page with one black mark that stands at MARK when `turn` degrees clockwise have brought it upright."""
    upright = Image.new("1", (WIDTH, HEIGHT), 1)
    upright.paste(0, MARK)
    out = io.BytesIO()
    sent = upright.rotate(turn, expand=True)
    sent.save(out, "PNG")
    sha = store.put(out.getvalue())
    return Page(image_sha256=sha, width=sent.width, height=sent.height, scale_x=scale[0], scale_y=scale[1], turn=turn)


def received(turn: int, scale: tuple[float, float]) -> tuple[float, float, float, float]:
    """The mark's box in pixels of the page as received."""
    left, top, right, bottom = MARK
    turned = {
        0: MARK,
        90: (top, WIDTH - right, bottom, WIDTH - left),
        180: (WIDTH - right, HEIGHT - bottom, WIDTH - left, HEIGHT - top),
        270: (HEIGHT - bottom, left, HEIGHT - top, right),
    }[turn]
    return turned[0] * scale[0], turned[1] * scale[1], turned[2] * scale[0], turned[3] * scale[1]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("scale", [(1.0, 1.0), (1.0, 0.5), (2.0, 2.0)])
def test_a_strip_shows_the_whole_value_upright_with_a_margin(tmp_path: Path, turn: int, scale: tuple[float, float]) -> None:
    store = Store(tmp_path)
    page = page_of(store, turn, scale)
    image = Image.open(io.BytesIO(strip(store, page, received(turn, scale)))).convert("L")
    dark = image.point(lambda value: 255 - value).getbbox()
    assert dark is not None
    assert (dark[2] - dark[0], dark[3] - dark[1]) == (100, 30)
    assert all(side > 0 for side in (dark[0], dark[1], image.width - dark[2], image.height - dark[3]))
    assert image.width < 200


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_page_is_shown_upright_and_the_box_lies_on_the_value(tmp_path: Path, turn: int) -> None:
    store = Store(tmp_path)
    page = page_of(store, turn, (1.0, 0.5))
    image = Image.open(io.BytesIO(page_picture(store, page))).convert("L")
    assert image.size == upright_size(page) == (WIDTH, HEIGHT)
    assert image.point(lambda value: 255 - value).getbbox() == MARK == tuple(on_upright(received(turn, (1.0, 0.5)), page))


@given(st.lists(st.floats(-5000, 5000), min_size=4, max_size=4))
def test_a_box_that_lies_anywhere_gives_a_picture(tmp_path_factory: pytest.TempPathFactory, box: list[float]) -> None:
    store = Store(tmp_path_factory.getbasetemp() / "anywhere")
    picture = Image.open(io.BytesIO(strip(store, page_of(store, 0, (1.0, 1.0)), box)))
    assert 1 <= picture.width <= WIDTH and 1 <= picture.height <= HEIGHT
