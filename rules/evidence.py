"""What is known of a value when its confidence is asked for: named figures, kept with the decision."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping

from rules.text import has_thai_digits
from rules.votes import Vote

SURELY = 4.0  # log-odds of a letter, beyond which the reader's word says no more
NEAR, FAR = 3.0, 15.0  # log-odds of the decoder: what lies between is weighed apart
MOST_EDITS = 6
MOST_HEARD = 5.0


def log_odds(probability: float) -> float:
    """Kept within what a reader's probability can mean."""
    p = min(max(probability, 1e-6), 1 - 1e-6)
    return min(max(math.log(p / (1 - p)), -SURELY), SURELY)


def evidence(vote: Vote, read: str, codes: Collection[str]) -> dict[str, float]:
    """Of a decoded vote: what the reader and the decoder say, and 1 for each code. read: the value as on the paper."""
    decoded = vote.decoded
    if decoded is None:
        raise ValueError("only what was decoded has evidence")
    figures = {
        "reader": log_odds(vote.probability),
        "weakest-letter": log_odds(vote.weakest),
        "odds": min(max(decoded.odds, -NEAR), NEAR),
        "far-odds": min(max(decoded.odds - NEAR, 0.0), FAR),
        "edits": float(min(decoded.edits, MOST_EDITS)),
        "known": float(decoded.known),
        "heard": min(max(decoded.heard, -MOST_HEARD), MOST_HEARD),
        "letters": math.log1p(len(read)),
        "thai-digits": float(has_thai_digits(read)),
    }
    return figures | dict.fromkeys(codes, 1.0)


def weighed(figures: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The probability of a logistic model; weights of what is not among the figures count as nothing."""
    x = weights.get("bias", 0.0) + sum(weights.get(name, 0.0) * value for name, value in figures.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, x))))
