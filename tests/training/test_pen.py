"""Hands that lead a pen: legible, reproducible, in the size asked for; slips are ink without being text."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from training import faces
from training.lines import hands
from training.pen import Pen, invent_pen, penned
from training.strokes import Strokes, typed

FACES = sorted(faces.TLWG.glob("Garuda*.ttf")) or sorted(faces.TLWG.glob("*.ttf"))
TEXTS = ("นางสาวกัญญา ใจทดสอบ", "๐๕๓-๕๑๑๑", "somying_k@example.go.th", "ที่ปรึกษา")


@pytest.fixture(autouse=True)
def need_faces() -> None:
    assert FACES, "fonts-thai-tlwg is missing: run make test, which installs it"


def careful() -> Pen:
    return Pen(FACES[0], width=0.1, bend=0.0, wobble=0.0, loops=0.0)


def inked(strokes: Strokes, width: int, height: int) -> np.ndarray:
    out = np.zeros((height, width), np.uint8)
    part = strokes.ink[:height, :width]
    out[: part.shape[0], : part.shape[1]] = part
    return out > 100


@pytest.mark.parametrize("text", TEXTS)
def test_a_careful_pen_writes_what_the_face_prints(text: str) -> None:
    pen, print_ = penned(text, careful(), 40, np.random.default_rng(1)), typed(text, FACES[0], 40)
    assert abs(pen.advance - print_.advance) < 0.12 * print_.advance
    assert abs(pen.baseline - print_.baseline) <= 4 + 0.1 * 40 + 2
    rows, columns = max(pen.ink.shape[0], print_.ink.shape[0]), max(pen.ink.shape[1], print_.ink.shape[1])
    stroke, letter = inked(pen, columns, rows), inked(print_, columns, rows)
    assert 0.3 < stroke.sum() / letter.sum() < 2.5


def test_the_same_seed_writes_the_same_and_another_differs() -> None:
    def write(seed: int) -> bytes:
        rng = np.random.default_rng(seed)
        return penned(TEXTS[0], invent_pen(rng, FACES), 32, rng).ink.tobytes()

    assert write(3) == write(3)
    assert write(3) != write(4)


def test_white_space_alone_is_no_ink() -> None:
    assert not penned("  ", careful(), 30, np.random.default_rng(0)).ink.any()


def test_a_slip_is_struck_out_before_the_text() -> None:
    hand = replace(hands.invent_hand(np.random.default_rng(5), FACES, FACES), share=0.0)
    plain = hands.written(TEXTS[0], hand, 32, np.random.default_rng(7))
    slipped = hands.written(TEXTS[0], hand, 32, np.random.default_rng(7), slips=1.0)
    assert slipped.advance > plain.advance and slipped.ink.sum() > plain.ink.sum()
