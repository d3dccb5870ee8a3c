"""A page's pieces as plain numbers, and what stands at which height: for look-ups one by one, in which arrays are slow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from ocr.components import Components
from ocr.types import Box

Item = TypeVar("Item")


@dataclass(frozen=True)
class Shapes:
    """The boxes of a page's pieces as plain numbers, which single look-ups are quicker in, and the cell of each (-1: none).

    sides: left and right of each cell.
    """

    left: list[int]
    top: list[int]
    right: list[int]
    bottom: list[int]
    height: list[int]
    cell: list[int]
    sides: list[tuple[float, float]]

    @classmethod
    def of(cls, pieces: Components, home: NDArray[np.int64], cells: Sequence[Box]) -> Shapes:
        left, top, right, bottom = (column.tolist() for column in (pieces.left, pieces.top, pieces.right, pieces.bottom))
        return cls(left, top, right, bottom, pieces.height.tolist(), home.tolist(), [(cell.left, cell.right) for cell in cells])

    def may_be_in(self, index: int, cell: int) -> bool:
        """Whether a piece lies in a cell, or above or below it: people write over its edges."""
        if self.cell[index] == cell:
            return True
        return cell >= 0 and self.sides[cell][0] < (self.left[index] + self.right[index]) / 2 < self.sides[cell][1]


class Levels(Generic[Item]):
    """What runs at which heights, to be found again by them."""

    def __init__(self, step: float) -> None:
        """step: pixels of a level, such as a letter's height."""
        self._step = step
        self._levels: dict[int, dict[int, Item]] = {}

    def put(self, item: Item, top: float, bottom: float) -> None:
        """An item, at all levels between."""
        for level in range(int(top // self._step), int(bottom // self._step) + 1):
            self._levels.setdefault(level, {})[id(item)] = item

    def near(self, top: float, bottom: float) -> Iterable[Item]:
        """The items at the levels between, in the order in which they were put there first."""
        found: dict[int, Item] = {}
        for level in range(int(top // self._step), int(bottom // self._step) + 1):
            found |= self._levels.get(level, {})
        return found.values()
