"""What reads pictures of single lines. Ours is `ocr.net_reader`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from ocr.ink import Picture
from ocr.lattice import Lattice
from ocr.thai import Glyph


class ReadLine(NamedTuple):
    """A strip's characters from left to right, and its lattice (in the strip's pixels) where the reader has one."""

    glyphs: tuple[Glyph, ...]
    lattice: Lattice | None = None


class LineReader(Protocol):
    """Something that reads pictures of single lines."""

    @property
    def name(self) -> str:
        """Name and version, kept with every reading."""

    @property
    def clear(self) -> float:
        """The probability from which on a letter was read without a doubt."""

    @property
    def space(self) -> float:
        """The gap, in letter heights, that is a white space although the reader gave none."""

    def read(self, strips: Sequence[Picture]) -> list[ReadLine]:
        """What stands on each strip (ink pictures: 255 ink, 0 paper)."""
