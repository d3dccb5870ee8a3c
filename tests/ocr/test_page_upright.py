"""Pages as faxes bring them are made upright and clean; hostile ones cost little."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from ocr.lines import find_lines
from ocr.page import clean_page
from tests.support.faxes import need_faces
from tests.support.received import form_page
from training.fax import Scan


@pytest.fixture(autouse=True)
def faces() -> None:
    need_faces()


def stored(folder: Path, picture: np.ndarray) -> Path:
    path = folder / "page.png"
    cv2.imwrite(str(path), picture)
    return path


@pytest.mark.parametrize("skew", [-5.0, -1.3, 0.0, 2.2, 5.0])
def test_skew_is_measured_and_undone(tmp_path: Path, skew: float) -> None:
    page = form_page(tmp_path, scan=Scan(skew=skew))
    upright = clean_page(page.image, page.dpi, page.scale).upright
    assert upright.turn == 0 and abs(upright.skew + skew * 196 / 204) < 0.3  # a fine fax's rows lie further apart than its columns


@pytest.mark.parametrize("resolution", ["standard", "fine"])
def test_an_upside_down_page_is_never_surely_upright(tmp_path: Path, resolution: str) -> None:
    page = form_page(
        tmp_path, scan=Scan(resolution=resolution, upside_down=True, skew=1.0, header="01-Mar-2018 10:00      0-5300-0000      p.1")
    )
    clean = clean_page(page.image, page.dpi, page.scale)
    assert clean.upright.turn == 180 or not clean.sure_of_turn


@pytest.mark.parametrize("turn", [cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_90_COUNTERCLOCKWISE])
def test_a_page_on_its_side_is_turned(tmp_path: Path, turn: int) -> None:
    page = form_page(tmp_path, "letter")
    on_its_side = stored(tmp_path, cv2.rotate(cv2.imread(str(page.image), cv2.IMREAD_GRAYSCALE), turn))
    wanted = 270 if turn == cv2.ROTATE_90_CLOCKWISE else 90
    assert clean_page(on_its_side, page.dpi).upright.turn == wanted


def test_border_and_streaks_are_no_ink(tmp_path: Path) -> None:
    clean = clean_page(form_page(tmp_path).image, 204)
    dirty_page = form_page(tmp_path, scan=Scan(border=True, streaks=3, skew=2.0))
    dirty = clean_page(dirty_page.image, dirty_page.dpi, dirty_page.scale)
    assert (dirty.ink > 0).sum() < 1.25 * (clean.ink > 0).sum()


def test_the_fax_machines_line_is_parted(tmp_path: Path) -> None:
    page = form_page(tmp_path, scan=Scan(header="01-Mar-2018 10:00      0-5300-0000      p.1", skew=1.5))
    clean = clean_page(page.image, page.dpi, page.scale)
    assert clean.header is not None and clean.header_at is not None and clean.header_at.bottom < 64
    assert clean_page(form_page(tmp_path).image, 204).header is None


def test_grey_paper_with_uneven_light_is_read_as_white(tmp_path: Path) -> None:
    page = form_page(tmp_path)
    black = cv2.imread(str(page.image), cv2.IMREAD_GRAYSCALE)
    light = np.linspace(90, 230, black.shape[1])[None, :].repeat(black.shape[0], 0)
    photo = stored(tmp_path, cv2.GaussianBlur((light * (0.25 + 0.75 * black / 255)).astype(np.uint8), (0, 0), 0.8))
    expected, got = clean_page(page.image, 204), clean_page(photo, 204)
    assert 0.6 < (got.ink > 0).sum() / (expected.ink > 0).sum() < 1.5
    assert len(find_lines(got.ink, got.letter)) >= len(find_lines(expected.ink, expected.letter)) - 1


HOSTILE = {
    "blank": lambda rng: np.full((2300, 1728), 255, np.uint8),
    "black": lambda rng: np.zeros((2300, 1728), np.uint8),
    "noise": lambda rng: rng.integers(0, 2, (2300, 1728), np.uint8) * 255,
    "photograph": lambda rng: cv2.resize(rng.integers(0, 256, (60, 40), np.uint8), (1728, 2300), interpolation=cv2.INTER_CUBIC),
    "a pixel": lambda rng: np.zeros((1, 1), np.uint8),
    "a row": lambda rng: np.zeros((1, 3000), np.uint8),
    "a column": lambda rng: np.zeros((3000, 2), np.uint8),
}


@pytest.mark.parametrize("kind", sorted(HOSTILE))
def test_pages_without_text_end_soon_and_hold_few_lines(tmp_path: Path, kind: str) -> None:
    page = clean_page(stored(tmp_path, HOSTILE[kind](np.random.default_rng(1))), 204)
    assert len(find_lines(page.ink, page.letter)) <= 200


def test_ten_thousand_specks_do_not_hide_the_form(tmp_path: Path) -> None:
    page = form_page(tmp_path)
    picture = cv2.imread(str(page.image), cv2.IMREAD_GRAYSCALE)
    rng = np.random.default_rng(1)
    picture[rng.integers(0, picture.shape[0], 10_000), rng.integers(0, picture.shape[1], 10_000)] = 0
    clean = clean_page(stored(tmp_path, picture), 204)
    assert 8 <= len(find_lines(clean.ink, clean.letter)) <= 20


def test_what_is_no_picture_is_refused_in_words(tmp_path: Path) -> None:
    for content in (b"", b"not a picture"):
        path = tmp_path / "broken.png"
        path.write_bytes(content)
        with pytest.raises(ValueError, match=r"no picture|not a picture"):
            clean_page(path, 204)
