"""Nothing is written: how sure is that? A dash, whole leaders and empty strips speak for it."""

from __future__ import annotations

from collections.abc import Sequence

from ocr.types import Char
from rules.text import is_blank
from rules.types import Place
from rules.votes import Vote, letter_probability

_WHOLE = 0.85
_SURE_DASH = 0.8


def blank_proofs(place: Place, votes: Sequence[Vote]) -> tuple[str, ...]:
    """What speaks for a field being blank. votes: its readings, none of which says anything."""
    codes = ["nothing-read"]
    content = [c for c in place.chars if not c.leader and c.text.strip()]
    if content and letter_probability(content) >= _SURE_DASH:
        codes.append("dash")
    elif not content and leaders_are_whole(place):
        codes.append("leaders-whole")
    if any(vote.strip and is_blank(vote.text) for vote in votes):
        codes.append("second-reader-agrees")
    return tuple(codes)


def leaders_are_whole(place: Place) -> bool:
    """Dots and rules run through the place without a gap in which something could stand."""
    leaders = sorted((c for c in place.chars if c.leader), key=lambda c: c.box.left)
    width = place.box.right - place.box.left
    if not leaders or width <= 0:
        return False
    return _widest_gap(leaders, place) <= (1 - _WHOLE) * width


def _widest_gap(leaders: Sequence[Char], place: Place) -> float:
    edge, widest = place.box.left, 0.0
    for char in leaders:
        widest = max(widest, char.box.left - edge)
        edge = max(edge, char.box.right)
    return max(widest, place.box.right - edge)
