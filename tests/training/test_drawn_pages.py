"""Drawn forms: the truth is what is on the paper, in every layout, typed and by hand."""

from __future__ import annotations

import numpy as np
import pytest

from rules.types import FieldDefinition, FormDefinition
from tests.support.faxes import agencies, need_faces
from training.layouts import LAYOUTS
from training.other_pages import KINDS
from training.pages import coordinator_page, definition_page
from training.people import FIELDS, invent
from training.sheet import HEIGHT, WIDTH

LEAVE = FormDefinition(
    "leave",
    "แบบขอลาพักผ่อน",
    (
        FieldDefinition("name", "given_name", ("ชื่อ",), required=True),
        FieldDefinition("surname", "surname", ("นามสกุล",), required=True),
        FieldDefinition("days", "number", ("จำนวนวัน", "มีกำหนด")),
    ),
)


@pytest.fixture(autouse=True)
def faces() -> None:
    need_faces()


@pytest.mark.parametrize("hand", [False, True])
@pytest.mark.parametrize("layout", list(LAYOUTS))
def test_every_value_has_a_box_with_its_ink(layout: str, hand: bool) -> None:
    rng = np.random.default_rng(len(layout))
    sheet = coordinator_page(invent(rng, agencies()), LAYOUTS[layout], rng, hand=hand)
    assert tuple(sheet.truth.fields) == FIELDS
    for name, value in sheet.truth.fields.items():
        left, top, right, bottom = sheet.truth.boxes[name]
        assert 0 <= left < right <= WIDTH and 0 <= top < bottom <= HEIGHT
        if value not in ("", "-"):
            assert (sheet.paper[top:bottom, left:right] < 128).mean() > 0.03, name


@pytest.mark.parametrize("layout", ["dotted", "table", "beneath"])
def test_boxes_of_one_page_do_not_lie_on_each_other(layout: str) -> None:
    rng = np.random.default_rng(5)
    boxes = list(coordinator_page(invent(rng, agencies()), LAYOUTS[layout], rng).truth.boxes.values())
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_any_form_is_drawn_by_its_definition() -> None:
    rng = np.random.default_rng(3)
    sheet = definition_page(LEAVE, {"name": "นางสาวมาลี", "days": "๓ วัน"}, LAYOUTS["dotted"], rng)
    assert sheet.truth.form == "leave"
    assert sheet.truth.fields == {"name": "นางสาวมาลี", "surname": "", "days": "๓ วัน"}
    assert set(sheet.truth.boxes) == {"name", "surname", "days"}


@pytest.mark.parametrize("kind", list(KINDS))
def test_other_pages_hold_print_and_no_form(kind: str) -> None:
    sheet = KINDS[kind](np.random.default_rng(1), "สำนักงานตัวอย่าง")
    assert sheet.truth.form is None and not sheet.truth.fields
    assert (sheet.paper < 128).mean() > 0.002


def test_the_same_seed_draws_the_same_page() -> None:
    def drawn(seed: int) -> bytes:
        rng = np.random.default_rng(seed)
        return coordinator_page(invent(rng, agencies()), LAYOUTS["letter"], rng, hand=True).paper.tobytes()

    assert drawn(7) == drawn(7)
    assert drawn(7) != drawn(8)
