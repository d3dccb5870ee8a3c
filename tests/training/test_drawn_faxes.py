"""Faxes of drawn forms: files that are what they say, and boxes that the scanner and the line have not lost."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.support.faxes import agencies, form_fax, need_faces, other_fax
from training.fax import DOWN, Resolution, Scan, invent_scan, send
from training.layouts import LAYOUTS
from training.pages import coordinator_page
from training.people import invent
from training.sheet import PageTruth, Sheet
from training.tiff import Coding


@pytest.fixture(autouse=True)
def faces() -> None:
    need_faces()


def black(path: Path, page: int = 0) -> np.ndarray:
    """A page's ink as another reader of TIFF sees it."""
    with Image.open(path) as image:
        image.seek(page)
        return ~np.asarray(image.convert("1"))


def assert_ink(ink: np.ndarray, truth: PageTruth) -> None:
    for name, value in truth.fields.items():
        left, top, right, bottom = truth.boxes[name]
        if value not in ("", "-"):
            assert ink[top:bottom, left:right].mean() > 0.03, name


def tiffinfo(path: Path) -> str:
    return subprocess.run(["tiffinfo", path], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("resolution", ["standard", "fine", "superfine"])
@pytest.mark.parametrize(("coding", "words"), [("g3", "CCITT Group 3"), ("g3-2d", "2-d encoding"), ("g4", "CCITT Group 4")])
def test_a_fax_is_of_its_coding_and_resolution(tmp_path: Path, resolution: Resolution, coding: Coding, words: str) -> None:
    path, _ = form_fax(tmp_path, resolution=resolution, coding=coding)
    said = tiffinfo(path)
    assert words in said and "min-is-white" in said and "Image Width: 1728" in said
    assert f"Resolution: 204, {DOWN[resolution]} pixels/inch" in said
    assert 0.002 < black(path).mean() < 0.1


def test_one_dimensional_coding_says_nothing_of_two(tmp_path: Path) -> None:
    assert "2-d" not in tiffinfo(form_fax(tmp_path, coding="g3")[0])


def test_a_fax_without_tags_has_no_resolution(tmp_path: Path) -> None:
    assert "Resolution" not in tiffinfo(form_fax(tmp_path, tags=False)[0])


@pytest.mark.parametrize("skew", [-5.0, 5.0])
@pytest.mark.parametrize("upside_down", [False, True])
def test_boxes_follow_the_paper_through_the_scanner(tmp_path: Path, skew: float, upside_down: bool) -> None:
    path, truths = form_fax(tmp_path, skew=skew, upside_down=upside_down, border=True, resolution="standard", hand=True)
    ink = black(path)
    assert ink[len(ink) // 2 :, :4].all(axis=1).any()  # the black beside the sheet
    assert_ink(ink, truths[0])


def test_pages_stand_in_order(tmp_path: Path) -> None:
    path, truths = form_fax(tmp_path, cover=True, forms=2)
    assert [truth.form for truth in truths] == [None, "coordinator", "coordinator"]
    assert truths[1].fields != truths[2].fields
    for page in (1, 2):
        assert_ink(black(path, page), truths[page])


def test_lost_and_repeated_rows_move_the_boxes_along() -> None:
    rng = np.random.default_rng(11)
    sheet = coordinator_page(invent(rng, agencies()), LAYOUTS["dotted"], rng)
    whole, damaged = send(sheet, Scan(), rng), send(sheet, Scan(lost=0.1, repeated=0.02, ends_at=0.8), rng)
    assert 0.65 * len(whole.bits) < len(damaged.bits) < 0.8 * len(whole.bits)
    assert damaged.truth.boxes["email"][3] < whole.truth.boxes["email"][3]
    assert_ink(damaged.bits, damaged.truth)


@pytest.mark.parametrize("seed", range(6))
def test_invented_scanners_leave_the_values_on_the_page(seed: int) -> None:
    rng = np.random.default_rng(seed)
    sheet = coordinator_page(invent(rng, agencies()), LAYOUTS["dotted"], rng)
    page = send(sheet, replace(invent_scan(rng), mode=("threshold", "adaptive", "diffusion")[seed % 3]), rng)
    assert_ink(page.bits, page.truth)
    assert page.bits.mean() < 0.15


def test_the_senders_line_is_printed_above_the_paper() -> None:
    rng, empty = np.random.default_rng(1), Sheet(np.full((3508, 2480), 255, np.uint8), PageTruth(None), "other")
    page = send(empty, Scan(header="FROM : OFFICE  FAX NO. : 053500000  P1", upside_down=True, skew=3), rng)
    rows = np.flatnonzero(page.bits.any(axis=1))
    assert rows.size and rows[-1] < 60


def test_the_same_seed_makes_the_same_file(tmp_path: Path) -> None:
    one, two = form_fax(tmp_path, seed=9, hand=True)[0], form_fax(tmp_path, seed=9, hand=True)[0]
    assert one != two and one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize("kind", ["letter", "cover", "advertisement", "leave"])
def test_other_pages_become_faxes_too(tmp_path: Path, kind: str) -> None:
    assert 0.002 < black(other_fax(tmp_path, kind)).mean() < 0.1
