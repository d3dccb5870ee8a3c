"""Many texts scored against one lattice at once: of all that may be written there, what does the ink say of each?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from ocr.alphabet import CLASS_OF
from ocr.lattice import NEVER, Lattice, Logs

SURE = 0.9999  # probability of the blank from which on a step says only that two letters are parted


def joined(lattices: Sequence[Lattice]) -> Logs:
    """The lattices of a value's lines one behind the other, a blank between them."""
    between = np.full((1, lattices[0].logs.shape[1]), NEVER, np.float32)
    between[0, 0] = 0.0
    parts = [part for lattice in lattices for part in (between, lattice.logs)]
    return np.concatenate(parts[1:])


def taken_for(logs: Logs, classes: Iterable[tuple[int, int]]) -> Logs:
    """The same with classes taken for others (from, to): a white space for the blank, a Thai digit for its Arabic one."""
    out = np.array(logs, np.float32)
    for one, other in classes:
        out[:, other] = np.logaddexp(out[:, other], out[:, one])
        out[:, one] = NEVER
    return out


def scores(logs: Logs, texts: Sequence[str]) -> NDArray[np.float64]:
    """The natural logarithm of the probability of each text, as `ocr.lattice.score` gives it; NEVER for what cannot be."""
    if not texts:
        return np.zeros(0)
    table = _parting_steps_once(np.exp(logs.astype(np.float64)))
    states, skips, ends = _states(texts, table.shape[1])
    table = np.concatenate([table, np.zeros((len(table), 1))], axis=1)  # the class of what is behind a text's end
    reached = np.zeros((len(texts), states.shape[1] + 2))
    reached[:, 2] = 1.0  # the leading blank, before the first step
    log = np.zeros(len(texts))
    for number, row in enumerate(table):
        ways = reached[:, 2:] + reached[:, 1:-1]
        if number:
            ways += reached[:, :-2] * skips
        ways *= row[states]
        most = np.maximum(ways.max(axis=1), 1e-300)
        reached[:, 2:] = ways / most[:, None]
        log += np.log(most)
    rows = np.arange(len(texts))
    whole = reached[rows, ends + 2] + np.where(ends > 0, reached[rows, ends + 1], 0.0)
    return np.maximum(np.where(whole > 0, log + np.log(np.maximum(whole, 1e-300)), NEVER), NEVER)


def _states(texts: Sequence[str], nothing: int) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]:
    """For each text blank, letter, blank, … (padded with the class `nothing`), which may be entered past the blank, and the last."""
    most = max(map(len, texts))
    states = np.full((len(texts), 2 * most + 1), nothing, np.int64)
    for row, text in zip(states, texts, strict=True):
        row[0 : 2 * len(text) + 1 : 2] = 0
        row[1 : 2 * len(text) : 2] = [CLASS_OF.get(letter, nothing) for letter in text]
    skips = np.zeros(states.shape)
    skips[:, 3::2] = states[:, 3::2] != states[:, 1:-2:2]
    return states, skips, np.array([2 * len(text) for text in texts])


def _parting_steps_once(table: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of steps that are surely blank, one in a row."""
    sure = table[:, 0] >= SURE
    kept = np.ones(len(table), bool)
    kept[1:] = ~(sure[1:] & sure[:-1])
    return table[kept]
