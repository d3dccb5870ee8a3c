"""What a count of errors says of their true share."""

from __future__ import annotations

from math import exp, lgamma, log

SURE = 0.95


def upper_bound(wrong: int, compared: int, sure: float = SURE) -> float:
    """One-sided Clopper-Pearson bound (Clopper and Pearson, 1934): the share at which so few wrong ones would be that unlikely."""
    if wrong >= compared:
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(wrong, compared, middle) > 1 - sure else (low, middle)
    return high


def _at_most(wrong: int, compared: int, share: float) -> float:
    """The chance of at most so many wrong ones (binomial distribution)."""
    if share <= 0:
        return 1.0
    logs = [
        lgamma(compared + 1) - lgamma(n + 1) - lgamma(compared - n + 1) + n * log(share) + (compared - n) * log(1 - share)
        for n in range(wrong + 1)
    ]
    return sum(map(exp, logs))
