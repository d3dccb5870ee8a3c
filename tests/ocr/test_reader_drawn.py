"""The whole way from a drawn fax page to its labels and values, and a second reading of the strips."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from rapidfuzz.distance import Levenshtein

from ocr.page import to_page
from ocr.reader import read_page
from ocr.strips import StripRequest, read_strips
from ocr.types import Box, Reading
from rules.forms import builtin_forms
from rules.labels import find_form
from tests.support.faxes import need_faces
from tests.support.received import Received, form_page, other_page
from training.fax import Scan

HEADER = "16-Mar-2018 11:53       0-5300-0000       p.1"


@pytest.fixture(autouse=True)
def faces() -> None:
    need_faces()


def read(page: Received) -> Reading:
    return read_page(page.image, dpi=page.dpi, scale=page.scale)


def common(one: Box, other: Box) -> float:
    """Share of `other` that `one` covers sideways, 0 where they do not touch."""
    if min(one.bottom, other.bottom) <= max(one.top, other.top):
        return 0.0
    return max(0.0, min(one.right, other.right) - max(one.left, other.left)) / (other.right - other.left)


@pytest.mark.parametrize(
    ("layout", "scan"),
    [
        ("dotted", Scan(header=HEADER, skew=5.0, border=True)),
        ("ruled", Scan(header=HEADER, resolution="standard")),
        ("letter", Scan(upside_down=True, header=HEADER)),
        ("dotted", Scan(upside_down=True, resolution="standard", skew=1.0)),
        ("table", Scan(header=HEADER, skew=-2.0)),
        ("beneath", Scan()),
        ("underscored", Scan(streaks=2)),
    ],
)
def test_every_layout_gives_places_of_the_values(tmp_path: Path, layout: str, scan: Scan) -> None:
    page = form_page(tmp_path, layout, scan, seed=len(layout))
    reading = read(page)
    found = find_form(reading, builtin_forms())
    assert found is not None and found.title_found
    placed = {name: to_page(place.box, reading.upright) for name, place in found.places.items()}
    good = [name for name, box in page.boxes.items() if name in placed and common(placed[name], box) > 0.8]
    assert len(good) >= 8, set(page.boxes) - set(good)


def test_the_fax_machines_line_is_no_content_but_kept(tmp_path: Path) -> None:
    reading = read(form_page(tmp_path, scan=Scan(header=HEADER)))
    assert "11" in reading.header and "53" in reading.header
    assert not any("5300" in line.text for line in reading.lines)


@pytest.mark.parametrize("kind", ["letter", "cover", "advertisement", "leave"])
def test_no_form_is_read_where_there_is_none(tmp_path: Path, kind: str) -> None:
    assert find_form(read(other_page(tmp_path, kind)), builtin_forms()) is None


def test_strips_are_read_each_in_its_alphabet(tmp_path: Path) -> None:
    page = form_page(tmp_path, seed=3)
    reading = read(page)
    found = find_form(reading, builtin_forms())
    assert found is not None
    asked = [StripRequest(found.places[name].box, alphabet) for name, alphabet in (("agency", "tha"), ("email", "address"))]
    nowhere = StripRequest(Box(0, 2000, 40, 2040), "digits")
    agency, email, nothing = read_strips(page.image, reading, [*asked, nowhere], dpi=page.dpi, scale=page.scale)
    assert Levenshtein.normalized_similarity(agency.text.replace(" ", ""), page.values["agency"].replace(" ", "")) > 0.6
    assert Levenshtein.normalized_similarity(email.text, page.values["email"]) > 0.7 and email.alphabet == "address"
    assert nothing.text == "" and agency.reader != reading.reader


def test_a_blank_page_has_no_lines(tmp_path: Path) -> None:
    path = tmp_path / "blank.png"
    cv2.imwrite(str(path), np.full((1000, 700), 255, np.uint8))
    assert read_page(path, dpi=100.0).lines == ()
