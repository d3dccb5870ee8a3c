"""What decoding with knowledge costs and finds with long lists: `python -m training.benchmarks.decoding [--forms N]`.

Forms are drawn, faxed and read; a roster of 10,000 agencies and lists of 50,000 names hold what stands on them among much else.
"""

from __future__ import annotations

import argparse
import tempfile
import time
import tracemalloc
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.random import Generator

from rules.decoding.decode import decode
from rules.decoding.hypotheses import field_of
from rules.decoding.known import Known
from rules.kinds import kinds_of
from rules.lists import Lists, load_lists
from rules.roster import Agency, Roster, load_roster
from rules.text import fold, is_blank
from rules.titles import part
from rules.votes import text_of
from training.benchmarks.figures import Figure, Share, share_figure, table
from training.calibration.cases import Case
from training.calibration.drawn import drawn_form
from training.calibration.judge import same
from training.lines import values
from training.lines.values import ROSTER

AGENCIES, NAMES = 10_000, 50_000
LISTED = ("agency", "surname", "given_name", "position")
MOST_SECONDS, MOST_MEGABYTES = 0.05, 100
TARGETS = {False: 0.99, True: 0.95}


@dataclass(frozen=True, slots=True)
class DecodingCost:
    """scored: by whether it is by hand, how often the true entry was scored; seconds: of CPU, of each field; megabytes: of the indexes."""

    scored: Mapping[bool, Share]
    seconds: tuple[float, ...]
    megabytes: float

    def figures(self) -> list[Figure]:
        """Beside what was aimed at."""
        slow = float(np.quantile(self.seconds, 0.95))
        return [
            share_figure("true entry among those scored, typed", self.scored[False], TARGETS[False]),
            share_figure("true entry among those scored, by hand", self.scored[True], TARGETS[True]),
            Figure("CPU a field, 95th percentile", slow, MOST_SECONDS, at_most=True, unit="s", of=f"{len(self.seconds)}"),
            Figure("indexes", self.megabytes, MOST_MEGABYTES, at_most=True, unit="MB"),
        ]


def measure(forms: int = 60, seed: int = 1) -> DecodingCost:
    """Over so many forms, half of them by hand."""
    rng = np.random.default_rng(seed)
    cases = [case for case in _cases(rng, forms) if case.found is not None]
    known = Known(_roster(rng), _lists(cases, rng))
    megabytes = _built(known)
    scored = {False: Share(0, 0), True: Share(0, 0)}
    seconds: list[float] = []
    for case in cases:
        seconds += _timed(case, known)
        for hit in _hits(case, known):
            scored[case.hand] = scored[case.hand].plus(Share(int(hit), 1))
    return DecodingCost(scored, tuple(seconds), megabytes)


def _cases(rng: Generator, forms: int) -> Iterator[Case]:
    for number in range(forms):
        with tempfile.TemporaryDirectory() as folder:
            yield drawn_form(rng, "test", Path(folder), hand=bool(number % 2), second_reader="never")


def _roster(rng: Generator) -> Roster:
    """The bundled roster, whose agencies stand on the forms, among invented ones."""
    own = load_roster(ROSTER).agencies
    names = {agency.name for agency in own}
    while len(names) < AGENCIES:
        names.add(fold(values.agency(rng)))
    others = sorted(names - {agency.name for agency in own})
    return Roster((*own, *(Agency(f"X{number}", name) for number, name in enumerate(others))))


def _lists(cases: list[Case], rng: Generator) -> Lists:
    """The built-in lists, with what stands on the forms and, up to their size, invented surnames."""
    shipped = load_lists()
    given = {part(case.truth["first_name"]).rest for case in cases} | shipped.given_names
    surnames = {fold(case.truth["last_name"]) for case in cases} | shipped.surnames
    while len(given) + len(surnames) < NAMES:
        surnames.add(fold(values.surname(rng)))
    positions = (*shipped.positions, *(fold(case.truth["position"]) for case in cases))
    return Lists(frozenset(given), frozenset(surnames), tuple(dict.fromkeys(positions)))


def _built(known: Known) -> float:
    """Builds all indexes; the megabytes that they take."""
    tracemalloc.start()
    for kind in (*LISTED, "text"):
        known.near(kind, "ก")
    size = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    return size


def _timed(case: Case, known: Known) -> Iterator[float]:
    assert case.found is not None
    for name, kind in kinds_of(case.found.definition).items():
        place = case.found.places.get(name)
        if place is not None and place.lattices and not is_blank(text_of(place.chars)):
            began = time.process_time()
            decode({name: kind}, {name: text_of(place.chars)}, {name: place.lattices}, known)
            yield time.process_time() - began


def _hits(case: Case, known: Known) -> Iterator[bool]:
    """For each field whose true value a list has: whether it was scored."""
    assert case.found is not None and known.roster is not None
    for name, kind in kinds_of(case.found.definition).items():
        place = case.found.places.get(name)
        if kind not in LISTED or place is None or (kind == "agency" and case.code is None) or is_blank(case.truth[name]):
            continue
        field = field_of(kind, text_of(place.chars), place.lattices, known)
        found = field.found if field is not None else ()
        yield any(h.known and same(kind, h.text, case.truth[name], known.roster) for h in found)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--forms", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    print(table(measure(args.forms, args.seed).figures()))


if __name__ == "__main__":
    main()
