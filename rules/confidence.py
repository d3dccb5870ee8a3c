"""How sure we are, and from when on a value is accepted. The one place for both.

What was decoded from ink has a confidence fitted to generated forms (`calibration.py`). For the rest (text of a file, the free
reading) it is a logistic of few features, its constants set by judgement to err on the side of asking: reference points, for
print read with 0.95 a letter: one reading alone 0.6; two that agree 0.85; and a number of the plan 0.97; exactly in the roster
and two readings 0.999.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping

from rules import proofs
from rules.calibration import Calibration

ERROR_ALLOWED = 0.0014
"""Share of accepted fields that may be wrong: what double keying by two people leaves."""
BLANK = "blank"  # what the calibration calls fields in which nothing was read
PROOFS_FOR_HAND = 2
"""A handwritten field needs as many proofs that do not come from the same ink."""
_BIAS = -2.0
_READER = 0.8
_CLIP = 3.0


def logit(probability: float) -> float:
    """Log-odds, kept within what a reader's probability can mean (0.05 to 0.95)."""
    p = min(max(probability, 1e-6), 1 - 1e-6)
    return min(max(math.log(p / (1 - p)), -_CLIP), _CLIP)


def confidence(kind: str, letter_probability: float, codes: Collection[str], figures: Mapping[str, float] | None = None) -> float:
    """Probability that a value is right.

    letter_probability: the reader's, the mean over the value's letters, 0 to 1; codes: what speaks for and against it; figures: the
    evidence of a decoded value.
    """
    fitted = Calibration.shipped().confidence(kind, figures) if figures else None
    if fitted is not None:
        return fitted
    return _logistic(_BIAS + _READER * logit(letter_probability) + proofs.weight(codes))


def blank_confidence(codes: Collection[str], figures: Mapping[str, float] | None = None) -> float:
    """Probability that nothing is written where nothing was read. figures: evidence, if the confidence is to be a fitted one."""
    fitted = Calibration.shipped().confidence(BLANK, figures) if figures else None
    if fitted is not None:
        return fitted
    return _logistic(1.0 + proofs.weight(codes))


def is_fitted(kind: str, figures: Mapping[str, float]) -> bool:
    """Whether the confidence of such a value is fitted, so that what it promises is known."""
    return bool(figures) and kind in Calibration.shipped().weights


def threshold(error_allowed: float = ERROR_ALLOWED) -> float:
    """The confidence from which on a value is accepted. error_allowed: share of accepted fields, 0 to 1.

    One less the error allowed, so that each accepted field keeps the bound, not only their mean.
    """
    if not 0 <= error_allowed < 1:
        raise ValueError(f"the error allowed is a share from 0 up to 1, not {error_allowed}")
    return 1 - error_allowed


def accepted(sure: float, codes: Collection[str], hand: bool, error_allowed: float, fitted: bool = False) -> bool:
    """Whether a value goes to the directory without a person. fitted: the confidence is, and what it promises is known."""
    if proofs.blocked(codes) or (hand and proofs.outside(codes) < PROOFS_FOR_HAND):
        return False
    return sure >= (Calibration.shipped().threshold(error_allowed) if fitted else threshold(error_allowed))


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x))
