"""Typed or by hand: what a judgement of the ink is worth to a decision."""

from __future__ import annotations

from collections.abc import Mapping

SURELY_TYPED, LIKELY_BY_HAND = 0.1, 0.5  # probabilities of having been written by hand: what lies between is not judged


def judged(probabilities: Mapping[str, float]) -> dict[str, bool]:
    """Which fields are by hand, by name; those of which their ink leaves a doubt are not named."""
    return {name: p >= LIKELY_BY_HAND for name, p in probabilities.items() if not SURELY_TYPED <= p < LIKELY_BY_HAND}
