"""A line's log-probabilities, and what can be asked of them: how likely a text is, and where its letters stand.

The lattice is what CTC leaves (Graves and others, 2006): one row a time step, class 0 the blank, class n + 1 LETTERS[n].
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ocr.alphabet import CLASS_OF, LETTERS
from ocr.thai import MARKS

Logs = NDArray[np.float32]
NEVER = -1e9  # log-probability of what cannot be
NEVER_TWICE = MARKS | {*"ะาำๅ"}


class Steps(NamedTuple):
    """The first and last time step of a letter."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Lattice:
    """Natural logarithms (steps, classes). left, step: where the first step begins and how wide one is, pixels of the upright page."""

    logs: Logs
    left: float = 0.0
    step: float = 1.0

    def between(self, left: float, right: float) -> Lattice:
        """The steps whose middles lie between two columns of the page."""
        first, last = (int(np.clip(round((x - self.left) / self.step), 0, len(self.logs))) for x in (left, right))
        return Lattice(self.logs[first : max(first, last)], self.left + first * self.step, self.step)


def best_path(logs: Logs) -> tuple[str, list[Steps], list[float]]:
    """The text of the likeliest class at each step, the steps of its letters, and each letter's probability (at its best step).

    A mark that follows itself is taken for one: Thai writes none twice.
    """
    numbers = logs.argmax(axis=1)
    edges = np.flatnonzero(np.diff(numbers)) + 1
    runs: list[tuple[int, int]] = []
    for a, b in zip([0, *edges], [*edges, len(numbers)], strict=True):
        if b > a and numbers[a] and runs and numbers[runs[-1][0]] == numbers[a] and LETTERS[numbers[a] - 1] in NEVER_TWICE:
            runs[-1] = runs[-1][0], int(b)
        elif b > a and numbers[a]:
            runs.append((int(a), int(b)))
    text = "".join(LETTERS[numbers[a] - 1] for a, _ in runs)
    return text, [Steps(a, b - 1) for a, b in runs], [float(np.exp(logs[a:b, numbers[a]].max())) for a, b in runs]


def only(logs: Logs, letters: Collection[str]) -> Logs:
    """The same with nothing possible but these letters and the blank; what is left adds up to 1 at each step."""
    kept = np.full_like(logs, NEVER)
    columns = [0, *sorted(CLASS_OF[letter] for letter in letters if letter in CLASS_OF)]
    kept[:, columns] = logs[:, columns] - np.logaddexp.reduce(logs[:, columns], axis=1, keepdims=True)
    return kept


def score(logs: Logs, text: str) -> float:
    """The logarithm of the probability that the line says exactly `text`; NEVER for a text it has no room or letters for."""
    if any(letter not in CLASS_OF for letter in text):
        return NEVER
    states, skips = _states(text)
    alpha = np.full(len(states), NEVER)
    alpha[0] = 0.0  # before the first step, only the leading blank has been entered
    for number, row in enumerate(logs[:, states].astype(np.float64)):
        alpha = _entered(alpha, skips, np.logaddexp, first=number == 0) + row
    return float(max(np.logaddexp.reduce(alpha[-2:]), NEVER)) if len(logs) else (0.0 if not text else NEVER)


def align(logs: Logs, text: str) -> list[Steps]:
    """The steps of each letter of `text` on its likeliest path. Raises ValueError where the line has no room for it."""
    states, skips = _states(text)
    reached, back = np.full(len(states), NEVER), np.zeros((len(logs), len(states)), np.int8)
    reached[0] = 0.0
    for number, row in enumerate(logs[:, states].astype(np.float64)):
        ways = _ways(reached, skips, first=number == 0)
        back[number] = ways.argmax(axis=0)
        reached = ways.max(axis=0) + row
    path = _traced(back, len(states) - 1 - int(len(states) > 1 and reached[-2] > reached[-1]))
    if max(reached[-2:]) <= NEVER / 2:
        raise ValueError(f"a line of {len(logs)} steps has no room for {len(text)} letters")
    return [Steps(int(at[0]), int(at[-1])) for at in (np.flatnonzero(path == 2 * n + 1) for n in range(len(text)))]


def _states(text: str) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Blank, letter, blank, … and which of these may be entered past the blank before it."""
    states = np.zeros(2 * len(text) + 1, np.int64)
    states[1::2] = [CLASS_OF[letter] for letter in text]
    skips = np.zeros(len(states), bool)
    skips[3::2] = states[3::2] != states[1:-2:2]
    return states, skips


def _ways(before: NDArray[np.float64], skips: NDArray[np.bool_], *, first: bool) -> NDArray[np.float64]:
    """How each state may be come to: by staying, from the state before, from the one before that."""
    ways = np.full((3, len(before)), NEVER)
    ways[0] = before
    ways[1, 1:] = before[:-1]
    if not first:
        ways[2, 2:] = np.where(skips[2:], before[:-2], NEVER)
    return ways


def _entered(before: NDArray[np.float64], skips: NDArray[np.bool_], add: np.ufunc, *, first: bool) -> NDArray[np.float64]:
    return np.asarray(add.reduce(_ways(before, skips, first=first), axis=0))


def _traced(back: NDArray[np.int8], state: int) -> NDArray[np.int64]:
    path = np.zeros(len(back), np.int64)
    for number in range(len(back) - 1, -1, -1):
        path[number] = state
        state -= int(back[number, state])
    return path
