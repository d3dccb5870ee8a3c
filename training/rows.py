"""Draws the rows of a form: label, leader and value on a line, or in the cells of a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from numpy.random import Generator

from training.layouts import Layout, Slot
from training.sheet import WIDTH, Box, Spot, frame, millimetres, rule, stamp
from training.strokes import Grey, Strokes, narrowed, typed

LETTER = 27  # height of ก in pixels at 300 dpi: official papers are set in 16 points
LEFT, RIGHT = millimetres(25), WIDTH - millimetres(18)
Write = Callable[[str, int, Generator], Strokes]
"""A hand: a text as it writes it, with a ก of so many pixels."""


@dataclass(slots=True)
class Pen:
    """What a page is drawn with, and where the drawing has got to (`y`, the next baseline).

    face: of labels and leaders; value_face: of typed values; write: the hand of written ones, None where they are typed.
    """

    paper: Grey
    face: Path
    letter: int
    layout: Layout
    rng: Generator
    value_face: Path
    write: Write | None
    y: int
    boxes: dict[str, Box] = field(default_factory=dict)

    @property
    def step(self) -> int:
        """Rows from one baseline to the next."""
        return round(self.letter * 3.4)


def lines(pen: Pen, row: tuple[Slot, ...], values: Mapping[str, str]) -> None:
    """Slots side by side on one line, or one below the other where they would not fit."""
    share = (RIGHT - LEFT) // len(row)
    crowded = any(_label(pen, s).advance + _value(pen, values.get(s.name, "")).advance * 0.85 > share - 3 * pen.letter for s in row)
    if len(row) > 1 and (pen.layout.single or crowded):
        for slot in row:
            lines(pen, (slot,), values)
        return
    for at, slot in enumerate(row):
        left = LEFT + at * share
        _slot(pen, slot, values.get(slot.name, ""), left, left + share - pen.letter // 2)
    pen.y += round(pen.step * 1.1)


def _slot(pen: Pen, slot: Slot, value: str, left: int, right: int) -> None:
    label = _label(pen, slot)
    stamp(pen.paper, label, Spot(left, pen.y))
    start = left + label.advance + pen.letter // 4
    strokes = _fitted(_value(pen, value), right - start - pen.letter)
    offset = round(pen.letter * pen.rng.uniform(0.3, 1.0 + 0.1 * (right - start - strokes.advance) / pen.letter))
    spot = Spot(start + min(offset, right - start - strokes.advance), pen.y - _lift(pen))
    end = spot.x + strokes.advance
    for a, b in [(start, right)] if pen.layout.over or not value else [(start, spot.x), (end, right)]:
        _leader(pen, a, b)
    _write(pen, slot, value, strokes, spot, (start, right))


def _write(pen: Pen, slot: Slot, value: str, strokes: Strokes, spot: Spot, place: tuple[int, int]) -> None:
    """Put the value down and keep its box; where nothing is written, the box of the place."""
    box = stamp(pen.paper, strokes, spot, darkness=float(pen.rng.uniform(0.75, 1.0)) if pen.write else 1.0)
    if value in ("", "-"):
        box = (place[0], pen.y - 2 * pen.letter, place[1], pen.y + pen.letter // 2)
    pen.boxes[slot.name] = box


def _label(pen: Pen, slot: Slot) -> Strokes:
    return typed(slot.label, pen.face, pen.letter)


def _value(pen: Pen, text: str) -> Strokes:
    return pen.write(text, pen.letter, pen.rng) if pen.write else typed(text, pen.value_face, pen.letter)


def _fitted(strokes: Strokes, room: int) -> Strokes:
    """Pressed together where it is wider than its room."""
    return strokes if strokes.advance <= room else narrowed(strokes, room / strokes.advance)


def _lift(pen: Pen) -> int:
    """How far above the line a value stands, in pixels."""
    return round(pen.letter * pen.rng.uniform(0.0, 0.4 if pen.write else 0.15))


def _leader(pen: Pen, left: int, right: int) -> None:
    """What guides the pen between two columns."""
    if pen.layout.leader == "rule":
        rule(pen.paper, (left, pen.y + pen.letter // 5, right, pen.y + pen.letter // 5 + 3))
    elif pen.layout.leader and right > left:
        one = typed(pen.layout.leader * 10, pen.face, pen.letter).advance / 10
        stamp(pen.paper, typed(pen.layout.leader * int((right - left) / one), pen.face, pen.letter), Spot(left, pen.y))


def table(pen: Pen, row: tuple[Slot, ...], values: Mapping[str, str]) -> None:
    """Label and value each in a cell of their own."""
    share, height = (RIGHT - LEFT) // len(row), pen.step
    for at, slot in enumerate(row):
        left = LEFT + at * share
        middle = left + max(_label(pen, s).advance for s in row) + pen.letter
        _cell(pen, slot, None, (left, middle), height)
        _cell(pen, slot, values.get(slot.name, ""), (middle, left + share), height)
    pen.y += height


def beneath(pen: Pen, row: tuple[Slot, ...], values: Mapping[str, str]) -> None:
    """Values in the cells beneath their labels."""
    share = (RIGHT - LEFT) // len(row)
    for shown in (False, True):
        for at, slot in enumerate(row):
            _cell(pen, slot, values.get(slot.name, "") if shown else None, (LEFT + at * share, LEFT + (at + 1) * share), pen.step)
        pen.y += pen.step


def _cell(pen: Pen, slot: Slot, value: str | None, sides: tuple[int, int], height: int) -> None:
    """A framed cell with a value, or (None) with the slot's label."""
    left, right = sides
    frame(pen.paper, (left, pen.y - round(height * 0.7), right + 3, pen.y + round(height * 0.3) + 3))
    spot, room = Spot(left + pen.letter // 2, pen.y), right - left - pen.letter
    if value is None:
        stamp(pen.paper, _fitted(_label(pen, slot), room), spot)
        return
    _write(pen, slot, value, _fitted(_value(pen, value), room), spot, (spot.x, right - pen.letter // 2))


STRUCTURES = {"lines": lines, "table": table, "beneath": beneath}
