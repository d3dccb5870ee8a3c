"""The fitted weights of confidence (`calibration.json`, made by `python -m training.calibration.fit`)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rules.evidence import weighed

FILE = Path(__file__).with_name("calibration.json")


@dataclass(frozen=True, slots=True)
class Calibration:
    """weights: by kind of field, by name of evidence; promised: (confidence, share of values wrong from there on), the first rising."""

    weights: Mapping[str, Mapping[str, float]]
    promised: tuple[tuple[float, float], ...]

    @classmethod
    @cache
    def shipped(cls) -> Calibration:
        """The one that goes with the reader."""
        data = json.loads(FILE.read_text("utf-8"))
        return cls(data["weights"], tuple((c, e) for c, e in data["promised"]))

    def confidence(self, kind: str, figures: Mapping[str, float]) -> float | None:
        """Probability that a value is right; None for a kind that was not fitted."""
        return weighed(figures, self.weights[kind]) if kind in self.weights else None

    def threshold(self, error_allowed: float) -> float:
        """The confidence from which on values may be accepted, so that no more than the share allowed is wrong among them."""
        return next((sure for sure, wrong in self.promised if wrong <= error_allowed), 1.0)
