"""What every field grammar gives."""

from __future__ import annotations

from dataclasses import dataclass

MOST_CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class Parsed:
    """A reading as a value of its kind.

    value: canonical, or the reading as it stands where it does not fit; read: as on the paper, without leaders;
    fit: how well it is what such a field may hold, 0 to 1; proofs: codes of `proofs.py`; others: further values;
    candidates: other canonical values that the ink may mean, best first; agency: the roster's code, if it is one.
    """

    value: str
    read: str
    fit: float
    proofs: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    agency: str | None = None
