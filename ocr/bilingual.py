"""A Thai and a Latin reading of the same strip made one: each stretch of ink in the script that reads it with more confidence."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ocr.components import components, letter_height
from ocr.ink import Picture
from ocr.thai import Glyph

GAP = 0.5  # letter heights of white that part stretches; a stretch is of one script
MARGIN, LATIN_LINE_MARGIN, SINGLE_MARGIN = 0.005, -0.015, 0.03
"""How much surer the Latin reading must be: as a rule, on a line that is mostly Latin, for a single character."""


def merged(strip: Picture, thai: Sequence[Glyph], latin: Sequence[Glyph]) -> tuple[Glyph, ...]:
    """The strip's characters, left to right."""
    edges = _stretches(strip, GAP * letter_height(components(strip)))
    pairs = list(zip(_shared_out(thai, edges), _shared_out(latin, edges), strict=True))
    widths = [right - left for left, right in edges]
    latin_width = sum(w for w, (t, e) in zip(widths, pairs, strict=True) if _sureness(e) > _sureness(t) + MARGIN)
    margin = LATIN_LINE_MARGIN if latin_width > 0.5 * sum(widths) else MARGIN
    return tuple(glyph for t, e in pairs for glyph in _better(t, e, margin))


def _better(thai: list[Glyph], latin: list[Glyph], margin: float) -> list[Glyph]:
    if not thai or not latin:
        return thai or latin
    if max(len(thai), len(latin)) == 1:
        margin = max(margin, SINGLE_MARGIN)
    return latin if _sureness(latin) > _sureness(thai) + margin else thai


def _sureness(glyphs: Sequence[Glyph]) -> float:
    return float(np.mean([glyph.probability for glyph in glyphs])) if glyphs else 0.0


def _stretches(strip: Picture, gap: float) -> list[tuple[int, int]]:
    """Columns of ink parted by more than `gap` empty ones, as (left, right)."""
    columns = np.flatnonzero((strip > 0).any(0))
    if not len(columns):
        return [(0, strip.shape[1])]
    cuts = np.flatnonzero(np.diff(columns) > gap)
    starts, ends = np.append(0, cuts + 1), np.append(cuts, len(columns) - 1)
    return [(int(columns[s]), int(columns[e]) + 1) for s, e in zip(starts, ends, strict=True)]


def _shared_out(glyphs: Sequence[Glyph], edges: Sequence[tuple[int, int]]) -> list[list[Glyph]]:
    """The glyphs of each stretch: every glyph goes to the one that its middle is nearest to."""
    shares: list[list[Glyph]] = [[] for _ in edges]
    for glyph in glyphs:
        middle = (glyph.left + glyph.right) / 2
        nearest = min(range(len(edges)), key=lambda n: max(edges[n][0] - middle, middle - edges[n][1], 0.0))
        shares[nearest].append(glyph)
    return shares
