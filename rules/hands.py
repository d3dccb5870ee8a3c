"""Typed or by hand: what a judgement of the ink is worth to a decision."""

from __future__ import annotations

from collections.abc import Mapping

SURELY_TYPED, LIKELY_BY_HAND = 0.1, 0.5  # probabilities of having been written by hand: what lies between, and where no ink is, is in doubt
OF_ONE_MIND = 4  # times as many fields of the one sort as of the other: the form is said to be of that sort


def judged(probabilities: Mapping[str, float]) -> dict[str, bool]:
    """Which fields of a form are by hand, by name; those that stay in doubt are not named.

    Forms are mostly filled in one way: a field in doubt goes with a typed form, and one that alone looks typed on a form by
    hand is in doubt. What looks written by hand is never taken for typed.
    """
    alone = {name: p > LIKELY_BY_HAND for name, p in probabilities.items() if not SURELY_TYPED <= p <= LIKELY_BY_HAND}
    by_hand = sum(alone.values())
    typed = len(alone) - by_hand
    if typed >= OF_ONE_MIND * max(1, by_hand):
        return {name: p > LIKELY_BY_HAND for name, p in probabilities.items()}
    return {name: hand for name, hand in alone.items() if hand or typed > by_hand}
