"""A table whose level rules a fax wore down to bits still parts its cells; a leader in a cell parts none."""

from __future__ import annotations

import numpy as np
import pytest

from ocr.components import components
from ocr.guides import without_guides
from ocr.ink import Picture
from ocr.strokes import level_rules, upright_rules
from ocr.types import Box
from ocr.worn import worn_rules

LETTER = 20.0
LEFT, RIGHT, TOP, ROW, ROWS = 100, 1100, 100, 60, 4


def table(rule: str, seed: int = 1) -> Picture:
    """A ruled table of one column with print in each row. rule: how its inner rules arrive."""
    ink, rng = np.zeros((TOP + ROWS * ROW + 100, RIGHT + 100), np.uint8), np.random.default_rng(seed)
    bottom = TOP + ROWS * ROW
    ink[TOP : bottom + 3, [LEFT, LEFT + 1, RIGHT, RIGHT + 1]] = 255
    ink[[TOP, TOP + 1, bottom, bottom + 1], LEFT : RIGHT + 2] = 255
    for number in range(ROWS):
        y = TOP + number * ROW
        for x in range(LEFT + 20, LEFT + 300, 18):
            ink[y + 20 : y + 40, x : x + 12] = 255
        if number:
            _ruled(ink, y, rule, rng)
    return ink


def _ruled(ink: Picture, y: int, rule: str, rng: np.random.Generator) -> None:
    if rule == "whole":
        ink[y : y + 2, LEFT:RIGHT] = 255
    elif rule == "bits":
        x = LEFT
        while x < RIGHT - 30:
            long = int(rng.integers(2, 30))
            ink[y : y + 2, x : x + long] = 255
            x += long + int(rng.integers(3, 20))
    elif rule == "leader":
        for x in range(LEFT + 320, RIGHT - 20, 8):
            ink[y - 22 : y - 19, x : x + 3] = 255


def cells(ink: Picture) -> list[Box]:
    return without_guides(ink, components(ink), LETTER)[2]


@pytest.mark.parametrize("rule", ["whole", "bits"])
def test_rules_part_cells_also_where_only_bits_of_them_came(rule: str) -> None:
    assert len(cells(table(rule))) == ROWS


@pytest.mark.parametrize(("rule", "count"), [("bits", ROWS - 1), ("leader", 0), ("whole", 0)])
def test_bits_are_a_rule_where_they_lie_from_wall_to_wall(rule: str, count: int) -> None:
    pieces = components(table(rule))
    _, level = level_rules(pieces)
    _, walls = upright_rules(pieces, LETTER, level)
    assert len(worn_rules(pieces, level, walls, LETTER)[1]) == count


@pytest.mark.parametrize("seed", range(5))
def test_bits_of_rules_are_no_text(seed: int) -> None:
    pieces, _, _ = without_guides(table("bits", seed), components(table("bits", seed)), LETTER)
    assert (pieces.height > 4).all()
