"""What a benchmark found, beside what was aimed at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class Share(NamedTuple):
    """How many of how many."""

    right: int
    of: int

    @property
    def value(self) -> float:
        """0 to 1; of nothing, 0: what was not tried is not met."""
        return self.right / self.of if self.of else 0.0

    def plus(self, other: Share) -> Share:
        """Both counts together."""
        return Share(self.right + other.right, self.of + other.of)


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. at_most: the target is an upper bound, else a lower one; of: what it was counted over, in words."""

    what: str
    value: float
    target: float
    at_most: bool = False
    unit: str = ""
    of: str = ""

    @property
    def met(self) -> bool:
        """Whether the target is reached."""
        return self.value <= self.target if self.at_most else self.value >= self.target


def share_figure(what: str, share: Share, target: float) -> Figure:
    """A share that is to reach its target."""
    return Figure(what, share.value, target, of=f"{share.of}")


def table(figures: Iterable[Figure]) -> str:
    """The figures as text, a line each: what, figure, target, met?"""
    rows = [("what", "figure", "target", "of", "met?"), *(_row(figure) for figure in figures)]
    widths = [max(len(row[n]) for row in rows) for n in range(5)]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)


def _row(figure: Figure) -> tuple[str, str, str, str, str]:
    unit = f" {figure.unit}" if figure.unit else ""
    bound = "≤" if figure.at_most else "≥"
    return figure.what, f"{figure.value:.3f}{unit}", f"{bound} {figure.target:g}{unit}", figure.of, "yes" if figure.met else "NO"
