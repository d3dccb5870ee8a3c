"""A fax of which pages are missing is read as far as it came, and waits with the reason; one that is whole does not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from intake.unpack import unpack
from service.completeness import with_notes
from storage.types import PageResult
from tests.intake.material import mail, tiff


def fax(*heights: int) -> bytes:
    pages = []
    for number, height in enumerate(heights):
        page = Image.fromarray(np.full((height, 1728), 255, np.uint8)).convert("1")
        ImageDraw.Draw(page).rectangle((200, 100 + 50 * number, 900, 200 + 50 * number), fill=0)
        pages.append(page)
    return tiff(*pages, dpi=(204, 196))


@pytest.mark.parametrize(
    ("heights", "claimed", "codes"),
    [
        ((2292, 2292), 2, []),
        ((2292,), 2, ["pages-missing"]),
        ((2292, 900), 2, ["page-cut-short"]),
        ((2292, 2292), 1, ["pages-extra"]),
    ],
)
def test_pages_of_a_gateway(heights: tuple[int, ...], claimed: int, codes: list[str], tmp_path: Path) -> None:
    text = f"recvq/fax000000001.tif:\n Sender: 0-5300-0001\n Pages: {claimed}\n CallID1: 053000001\n"
    content = mail((fax(*heights), "image/tiff", "fax.tif"), text=text, From="HylaFAX <fax@gw.example>")
    unpacked = unpack(content, "m.eml", tmp_path)
    noted = with_notes(unpacked, [PageResult(page, None) for page in unpacked.pages])
    assert [problem.code for problem in noted.problems] == codes


def test_a_document_that_cannot_be_opened_is_reason_enough(tmp_path: Path) -> None:
    content = mail((b"II*\0 broken", "image/tiff", "fax.tif"), text="Pages: 2", From="HylaFAX <fax@gw.example>")
    unpacked = unpack(content, "m.eml", tmp_path)
    assert [problem.code for problem in with_notes(unpacked, []).problems] == ["tiff-broken"]
