"""The line that the sender's fax machine prints across the top: never content, but its text is worth keeping."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from ocr.components import Components
from ocr.types import Box

ZONE = 64  # pixels from the upper edge in which the line stands
TALLEST = 30  # pixels of its letters
FEWEST = 8  # letters
SPREAD = 0.3  # of the page's width from its first to its last letter

_SIGNS = (
    re.compile(r"\d{1,2}\s*[:.]\s*\d{2}"),  # a time
    re.compile(r"\d{1,4}\s*[-/. ]\s*(?:\d{1,2}|[A-Za-z]{3,9})\s*[-/. ,]\s*\d{2,4}|[A-Za-z]{3}\s*\.?\s*\d{1,2}\b"),  # a date
    re.compile(r"\+?\d[\d\s()-]{6,}\d"),  # a number
    re.compile(r"\b[pP](?:age|AGE|g|G)?\s*[.:]?\s*\d+|\d+\s*/\s*\d+\s*$|\bP\s*[.,]?\s*\d"),  # a page
    re.compile(r"(?i)\b(?:fax|from|to|tel|fm)\b"),
)


def header_pieces(pieces: Components, width: int) -> NDArray[np.bool_]:
    """Which pieces look like a machine's line at the upper edge of the page as received; none if there is no such line."""
    near = (pieces.bottom <= ZONE) & (pieces.height <= TALLEST) & (pieces.area >= 4)
    letters = near & (pieces.height >= 7)
    if letters.sum() < FEWEST:
        return np.zeros(len(pieces), bool)
    middle = pieces.top + pieces.height / 2
    row = float(np.median(middle[letters]))
    chosen = near & (abs(middle - row) <= 14)
    edges = np.sort(pieces.left[chosen & letters])
    spread = edges[-1] - edges[0] if len(edges) >= FEWEST else 0
    parted = len(edges) > 1 and np.diff(edges).max() > 0.025 * width
    return chosen if spread > SPREAD * width and parted else np.zeros(len(pieces), bool)


def header_box(pieces: Components, chosen: NDArray[np.bool_]) -> Box:
    """The box round the chosen pieces."""
    return Box(
        float(pieces.left[chosen].min()),
        float(pieces.top[chosen].min()),
        float(pieces.right[chosen].max()),
        float(pieces.bottom[chosen].max()),
    )


def reads_like_header(text: str) -> bool:
    """Whether a line's text is a fax machine's: two of time, date, number and page, or mostly digits."""
    dense = re.sub(r"\s+", "", text)
    digits = sum(c.isdigit() for c in dense)
    return sum(bool(sign.search(text)) for sign in _SIGNS) >= 2 or digits >= max(8, 0.5 * len(dense))
