"""Sheets full of lines for the reader to learn from: labels, leaders, values, rules, cells, running text."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator

from training.faces import MACHINE
from training.lines import faces, texts
from training.lines.hands import SLIPS, Hand, invent_hand, written
from training.marks import header_line
from training.sheet import HEIGHT, WIDTH, Box, PageTruth, Sheet, Spot, blank, frame, millimetres, rule, stamp
from training.strokes import Grey, Strokes, narrowed, typed

TIGHT = 0.72  # values are pressed together to no less of their width


@dataclass(frozen=True, slots=True)
class Mix:
    """What sheets are made of. by_hand: share of a sheet's parts with values by hand; letters: of the values made for rare letters;
    clean: of the sheets, lines of clean print in their stead; slips: of the values by hand, with a slip struck out before them."""

    by_hand: float = 0.45
    letters: float = 0.2
    held_out: bool = False
    clean: float = 0.12
    slips: float = SLIPS


@dataclass(slots=True)
class Ground:
    """A sheet in the making. texts: of each piece by its number, boxes: in pixels of the sheet."""

    paper: Grey
    rng: Generator
    prints: list[Path]
    hands: list[Path]
    mix: Mix = Mix()
    texts: dict[str, str] = field(default_factory=dict)
    boxes: dict[str, Box] = field(default_factory=dict)
    by_hand: set[str] = field(default_factory=set)

    def put(self, text: str, strokes: Strokes, spot: Spot, hand: bool) -> int:
        """Put a piece of text down and keep where; gives the column behind it."""
        name = str(len(self.texts))
        self.boxes[name] = stamp(self.paper, strokes, spot, darkness=float(self.rng.uniform(0.7, 1.0)))
        self.texts[name] = text
        self.by_hand |= {name} if hand else set()
        return spot.x + strokes.advance


@dataclass(frozen=True, slots=True)
class Style:
    """How one part of a sheet is set. hand: of the values, None where they are typed."""

    face: Path
    value_face: Path
    letter: int
    value_letter: int
    hand: Hand | None
    leader: str
    over: bool


def draw(rng: Generator, mix: Mix) -> tuple[Sheet, dict[str, str], set[str]]:
    """A sheet of lines; the text of each piece; which pieces are by hand. The sheet's truth has the pieces' boxes."""
    ground = Ground(blank(), rng, faces.printing(held_out=mix.held_out), faces.handwriting(held_out=mix.held_out), mix)
    fill(ground)
    for _ in range(int(rng.poisson(0.25))):
        _stamped(ground)
    sheet = Sheet(ground.paper, PageTruth(None, False, {}, ground.boxes), "other")
    return sheet, ground.texts, ground.by_hand


def fill(ground: Ground) -> None:
    """Lines from the top to the foot of the sheet, some in each style."""
    rng = ground.rng
    y = millimetres(rng.uniform(18, 30))
    while y < HEIGHT - millimetres(20):
        style = _style(ground)
        for _ in range(int(rng.integers(3, 8))):
            y += round(max(style.letter, style.value_letter) * rng.uniform(2.5, 3.6))
            if y > HEIGHT - millimetres(15):
                break
            _row(ground, style, y)


def _style(ground: Ground) -> Style:
    rng = ground.rng
    letter = int(rng.integers(19, 42))
    hand = invent_hand(rng, ground.hands, ground.prints, held_out=ground.mix.held_out) if rng.random() < ground.mix.by_hand else None
    return Style(
        face=ground.prints[int(rng.integers(len(ground.prints)))],
        value_face=ground.prints[int(rng.integers(len(ground.prints)))],
        letter=letter,
        value_letter=max(17, round(letter * float(rng.uniform(0.75, 1.35)))),
        hand=hand,
        leader=str(rng.choice([".", ".", "….", "_", "rule", "cell", ""])),
        over=bool(rng.random() < 0.6),
    )


def _row(ground: Ground, style: Style, y: int) -> None:
    """One line: running text, or slots of label and value."""
    rng = ground.rng
    x, right = millimetres(rng.uniform(12, 40)), WIDTH - millimetres(rng.uniform(10, 30))
    if rng.random() < 0.15:
        text, face = (header_line(rng), MACHINE) if rng.random() < 0.15 else (texts.running(rng), style.face)
        text = texts.known(text)
        strokes = typed(text, face, style.letter)
        ground.put(text, strokes if strokes.advance < right - x else narrowed(strokes, (right - x) / strokes.advance), Spot(x, y), False)
        return
    count = int(rng.choice([1, 1, 2, 2, 3]))
    width = (right - x) // count
    for number in range(count):
        _slot(ground, style, y, x + number * width, x + (number + 1) * width - style.letter)


def _slot(ground: Ground, style: Style, y: int, left: int, right: int) -> None:
    rng = ground.rng
    start = left
    if rng.random() < 0.85:
        text = texts.label(rng)
        strokes = typed(text, style.face, style.letter)
        if strokes.advance > 0.6 * (right - left):
            strokes = narrowed(strokes, 0.6 * (right - left) / strokes.advance)
        start = ground.put(text, strokes, Spot(left, y), False) + round(style.letter * rng.uniform(0.1, 0.8))
    if style.leader == "cell":
        frame(ground.paper, (left - style.letter // 2, y - 2 * style.letter, right + style.letter // 2, y + style.letter), 3)
    if rng.random() < 0.06:
        _leader(ground, style, y, start, right)
        return
    text, strokes = _fitting(ground, style, right - start)
    room = max(0, right - start - strokes.advance)
    x = start + round(min(room, style.letter * rng.uniform(0.1, 3.0)))
    lift = round(style.letter * rng.uniform(-0.12, 0.35 if style.hand else 0.12))
    for a, b in [(start, right)] if style.over else [(start, x), (x + strokes.advance, right)]:
        _leader(ground, style, y, a, b)
    ground.put(text, strokes, Spot(x, y - lift), style.hand is not None)


def _fitting(ground: Ground, style: Style, room: int) -> tuple[str, Strokes]:
    """A value that has room, pressed together by no more than people and word processors do."""
    for _ in range(4):
        text = texts.value(ground.rng, ground.mix.letters)
        strokes = _value(ground, style, text)
        if strokes.advance * TIGHT <= room:
            break
    return text, strokes if strokes.advance <= room else narrowed(strokes, max(TIGHT, room / strokes.advance))


def _value(ground: Ground, style: Style, text: str) -> Strokes:
    if style.hand:
        return written(text, style.hand, style.value_letter, ground.rng, ground.mix.slips)
    return typed(text, style.value_face, style.value_letter)


def _stamped(ground: Ground) -> None:
    """A rubber stamp across some lines: rings or a box with a word, in lighter ink."""
    rng = ground.rng
    grey, x, y = int(rng.integers(60, 170)), int(rng.integers(WIDTH)), int(rng.integers(HEIGHT))
    across, down = millimetres(rng.uniform(12, 25)), millimetres(rng.uniform(8, 20))
    layer = np.full_like(ground.paper, 255)
    if rng.random() < 0.6:
        for inner in (0, millimetres(1.5)):
            cv2.ellipse(layer, (x, y), (across - inner, down - inner), float(rng.uniform(-20, 20)), 0, 360, grey, int(rng.integers(3, 7)))
    else:
        cv2.rectangle(layer, (x - across, y - down // 2), (x + across, y + down // 2), grey, int(rng.integers(3, 7)))
    word = typed(texts.label(rng), ground.prints[int(rng.integers(len(ground.prints)))], int(rng.integers(24, 44)))
    stamp(layer, word, Spot(max(0, x - across // 2), y), darkness=1 - grey / 255)
    np.minimum(ground.paper, layer, out=ground.paper)


def _leader(ground: Ground, style: Style, y: int, left: int, right: int) -> None:
    if style.leader in ("cell", "") or right - left < style.letter:
        return
    if style.leader == "rule":
        rule(ground.paper, (left, y + style.letter // 5, right, y + style.letter // 5 + 3))
        return
    one = style.leader[0]
    step = max(1.0, typed(one * 10, style.face, style.letter).advance / 10)
    stamp(ground.paper, typed(one * int((right - left) / step), style.face, style.letter), Spot(left, y))
