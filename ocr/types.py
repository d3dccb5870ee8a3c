"""A reading: what stands on a page, letter by letter, each with its place and how sure the reader is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from ocr.lattice import Lattice


class Box(NamedTuple):
    """left, top, right, bottom in pixels of the page's picture as stored (before turning or straightening)."""

    left: float
    top: float
    right: float
    bottom: float

    def joined(self, other: Box) -> Box:
        """The smallest box round both."""
        return Box(min(self.left, other.left), min(self.top, other.top), max(self.right, other.right), max(self.bottom, other.bottom))


@dataclass(frozen=True, slots=True)
class Char:
    """One character (a code point, or a consonant with its marks). box: in pixels of the *upright* page (see `Reading`).

    probability: of this text at this place, 0 to 1. leader: it is a dot, dash or rule that guides the pen, no content.
    """

    text: str
    box: Box
    probability: float = 1.0
    leader: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text from left to right within one table cell or column. box and cell: in pixels of the upright page.

    cell: the ruled cell that the line stands in, None outside tables; lattice: what the reader held possible, None where it
    does not say.
    """

    chars: tuple[Char, ...]
    box: Box
    cell: Box | None = None
    lattice: Lattice | None = field(default=None, compare=False)

    @property
    def text(self) -> str:
        return "".join(char.text for char in self.chars)


@dataclass(frozen=True, slots=True)
class Upright:
    """How the stored picture is brought upright: turned by `turn` (0, 90, 180, 270 degrees clockwise), then rotated by

    `skew` degrees counter-clockwise about its centre, at the same size (width, height: of the upright page, pixels).
    photograph: where the picture was first flattened, the matrix (nine numbers, row by row) from the flat sheet's pixels to
    the stored picture's; else empty.
    """

    width: int
    height: int
    turn: int = 0
    skew: float = 0.0
    photograph: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """All text of one page, lines from top to bottom. reader: name and version of what read it (`tesseract-5.3.0/1`).

    source: `ink` (OCR) or `text` (a text layer). damage: share of the page's rows that look lost or repeated, 0 to 1.
    header: the text of the line that the sender's fax machine printed across the top, which is among no `lines`.
    """

    lines: tuple[Line, ...]
    upright: Upright
    reader: str
    source: str = "ink"
    damage: float = 0.0
    header: str = ""


@dataclass(frozen=True, slots=True)
class StripReading:
    """A second reading of one field's strip, leaders removed. `alphabet` names the language it was read in (`tha`, `eng`)."""

    text: str
    probability: float
    alphabet: str
    reader: str
