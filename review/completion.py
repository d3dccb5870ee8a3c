"""Completing what is typed: agencies from the roster, positions from the list. Tone marks need not be typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, islice

from rapidfuzz import fuzz, process

from rules.agency_names import agency_key
from rules.lists import load_lists
from storage.agency_names import AgencyName
from storage.search import loose

MOST = 4
SHORTEST = 2
LEAST_LIKE = 72


def agencies(typed: str, names: Sequence[AgencyName], read: str = "") -> tuple[str, ...]:
    """Official names of the agencies that may be meant, the likeliest first. read: what the machine read, by which they are told apart."""
    known = {loose(agency_key(written)): one.name for one in names for written in (one.name, *one.aliases)}
    return tuple(known[key] for key in _best(loose(agency_key(typed)), list(known), known, loose(agency_key(read))))


def positions(typed: str, read: str = "") -> tuple[str, ...]:
    """Positions of the list that may be meant, the likeliest first."""
    known = _positions()
    return tuple(known[key] for key in _best(loose(typed), list(known), known, loose(read)))


def _best(wanted: str, keys: Sequence[str], values: dict[str, str], read: str) -> list[str]:
    """Keys that begin with what is wanted, then those that hold it, then those like it; each value once.

    Among those that begin or hold it, the likest to what was read, else the shortest, is first.
    """
    if len(wanted) < SHORTEST:
        return []

    def rank(key: str) -> tuple[float, int]:
        return (-round(fuzz.ratio(key, read)) if read else 0, len(key))

    begins = sorted((key for key in keys if key.startswith(wanted)), key=rank)
    holds = sorted((key for key in keys if wanted in key), key=rank)
    return list(islice(_once(chain(begins, holds, _like(wanted, keys)), values), MOST))


def _like(wanted: str, keys: Sequence[str]) -> Iterator[str]:
    for key, _, _ in process.extract(wanted, keys, scorer=fuzz.ratio, score_cutoff=LEAST_LIKE, limit=MOST):
        yield key


def _once(keys: Iterable[str], values: dict[str, str]) -> Iterator[str]:
    seen: set[str] = set()
    for key in keys:
        if values[key] not in seen:
            seen.add(values[key])
            yield key


@cache
def _positions() -> dict[str, str]:
    return {loose(position): position for position in load_lists().positions}
