"""A generated form as it was read, with its truth, kept in files."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ocr.lattice import Lattice
from ocr.types import StripReading
from rules.decide import PageFacts
from rules.types import FoundForm, Place

LOG_STEPS = 12.0  # log-probabilities are kept to a twelfth


@dataclass(frozen=True, slots=True)
class Case:
    """A form as read, and what was written on it. found: None where it was not found; code: of the agency, None where no roster has it."""

    truth: Mapping[str, str]
    code: str | None
    hand: bool
    resolution: str
    found: FoundForm | None = None
    hands: Mapping[str, bool] | None = None
    strips: Mapping[str, list[StripReading]] | None = None
    page: PageFacts | None = None


def packed(case: Case) -> bytes:
    """The case as bytes, its lattices in whole steps of log-probability."""
    if case.found is None:
        return pickle.dumps((case, []))
    places, lattices = {}, []
    for name, place in case.found.places.items():
        places[name] = replace(place, lattices=())
        lattices.append([(zlib.compress(_bytes(x).tobytes()), x.logs.shape, x.left, x.step) for x in place.lattices])
    return pickle.dumps((replace(case, found=replace(case.found, places=places)), lattices))


def unpacked(data: bytes) -> Case:
    """A case as it was, its log-probabilities to a twelfth."""
    case: Case
    case, lattices = pickle.loads(data)
    if case.found is None:
        return case
    places = {name: _with(place, some) for (name, place), some in zip(case.found.places.items(), lattices, strict=True)}
    return replace(case, found=replace(case.found, places=places))


def _bytes(lattice: Lattice) -> NDArray[np.uint8]:
    return np.clip(np.round(-lattice.logs * LOG_STEPS), 0, 255).astype(np.uint8)


def _with(place: Place, some: list[tuple[bytes, tuple[int, int], float, float]]) -> Place:
    read = [(np.frombuffer(zlib.decompress(data), np.uint8).reshape(shape), left, step) for data, shape, left, step in some]
    return replace(place, lattices=tuple(Lattice(-(logs.astype(np.float32)) / LOG_STEPS, left, step) for logs, left, step in read))


def cases(folder: Path, part: str) -> Iterator[Case]:
    """The forms of a part that have been drawn."""
    for file in sorted(folder.glob(f"{part}-*.pickle")):
        yield from map(unpacked, pickle.loads(file.read_bytes()))
