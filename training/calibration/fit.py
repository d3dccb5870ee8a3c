"""Fits the confidence to generated forms: `python -m training.calibration.fit FOLDER` (the folder of `training.calibration.drawn`).

A logistic model for each kind of field, fitted on one part; what it promises is laid beside what the other part shows.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from rules import proofs
from rules.bounds import upper_bound
from rules.calibration import FILE
from rules.confidence import BLANK
from rules.decide import Knowledge, decide
from rules.evidence import weighed
from rules.kinds import kinds_of
from rules.lists import load_lists
from rules.roster import load_roster
from training.calibration.cases import Case, cases
from training.calibration.drawn import STRANGE
from training.calibration.judge import same
from training.lines.values import ROSTER

RARE = 15  # values with a code, below which it gets no weight
PULL = 1.0  # of the weights towards 0 (half the inverse of their expected square)
STEPS = 60
GRID = tuple(float(1 / (1 + np.exp(-x))) for x in np.arange(1.0, 10.01, 0.25))  # confidences at which errors are promised

Weights = dict[str, float]


@dataclass(frozen=True, slots=True)
class Judged:
    """A decided value: its kind, evidence, whether it is right, whether its field is by hand, and whether a doubt bars it."""

    kind: str
    figures: Mapping[str, float]
    right: bool
    hand: bool
    barred: bool
    accepted: bool = False


def judged(some: Iterable[Case], knowledge: Knowledge) -> list[Judged]:
    """Every value that was decoded from the ink of some forms."""
    assert knowledge.roster is not None
    out = []
    for case in some:
        if case.found is None:
            continue
        kinds = kinds_of(case.found.definition)
        form = decide(case.found, case.strips or {}, knowledge, page=case.page, hands=case.hands)
        for name, kind in kinds.items():
            decided = form.fields[name]
            if decided.evidence:
                title = form.fields["title"].value if kind == "given_name" else ""
                kind = BLANK if decided.blank and not decided.value else kind
                right = same(kind, title + decided.value, case.truth[name], knowledge.roster)
                out.append(Judged(kind, decided.evidence, right, case.hand, proofs.blocked(decided.proofs), decided.accepted))
    return out


def fitted(rows: Sequence[Judged]) -> Weights:
    """The weights of a logistic model by Newton's steps, drawn towards nothing."""
    seen = Counter(name for row in rows for name, value in row.figures.items() if value)
    names = ["bias", *sorted(name for name, count in seen.items() if count >= RARE)]
    x = np.array([[1.0, *(row.figures.get(name, 0.0) for name in names[1:])] for row in rows])
    y = np.array([row.right for row in rows], float)
    w, pull = np.zeros(len(names)), np.diag([1e-3, *([PULL] * (len(names) - 1))])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        w = w + np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + pull, x.T @ (y - p) - pull @ w)
    return {name: round(float(value), 4) for name, value in zip(names, w, strict=True)}


def promises(sure: NDArray[np.float64]) -> list[tuple[float, float]]:
    """From each confidence on: the share of values that the model itself expects to be wrong."""
    return [(round(t, 6), round(float(np.mean(1 - sure[sure >= t])), 8)) for t in GRID if (sure >= t).any()]


def report(rows: Sequence[Judged], weights: Mapping[str, Weights], promised: Sequence[tuple[float, float]], allowed: float) -> str:
    """By kind: values, right, accepted, of these wrong, and the expected calibration error."""
    limit = next((t for t, wrong in promised if wrong <= allowed), 1.0)
    lines = [f"threshold {limit:.4f}", "kind            values  right  sure enough  of these wrong  calibration error"]
    by_kind: dict[str, list[Judged]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row)
        by_kind["by hand" if row.hand else "typed"].append(row)
    for kind, some in sorted(by_kind.items()):
        sure = np.array([weighed(row.figures, weights[row.kind]) for row in some])
        right = np.array([row.right for row in some])
        taken = (sure >= limit) & ~np.array([row.barred for row in some])
        wrong = f"{int((taken & ~right).sum())} of {int(taken.sum())}"
        error = f"{calibration_error(sure, right):.3f}"
        lines.append(f"{kind:15} {len(some):6}  {right.mean():.3f}  {taken.mean():11.3f}  {wrong:>14}  {error}")
    return "\n".join([*lines, *_errors(rows, weights, limit)])


def _errors(rows: Sequence[Judged], weights: Mapping[str, Weights], limit: float) -> Iterator[str]:
    """Errors among the values that are sure enough, with the bound that they put on their share; promised beside seen from 0.99 on."""
    for name, some in (("typed", [r for r in rows if not r.hand]), ("by hand", [r for r in rows if r.hand])):
        sure = np.array([weighed(row.figures, weights[row.kind]) for row in some])
        right, open_ = np.array([row.right for row in some], bool), ~np.array([row.barred for row in some], bool)
        for what, from_ in (("sure enough", limit), ("0.99 and more", 0.99)):
            taken = (sure >= from_) & open_
            wrong, count = int((taken & ~right).sum()), int(taken.sum())
            promised = float((1 - sure[taken]).mean()) if count else 0.0
            yield f"{name}, {what}: {wrong} of {count} wrong, at most {upper_bound(wrong, count):.4f} (95 %), promised {promised:.4f}"
        proved = [row for row in some if row.accepted]
        wrong = sum(not row.right for row in proved)
        yield f"{name}, accepted by the shipped fit and the rule of proofs: {wrong} wrong of {len(proved)} ({len(some)} values)"


def calibration_error(sure: NDArray[np.float64], right: NDArray[np.bool_], bins: int = 10) -> float:
    """The expected one: over bins of equal width, how far the share of right values is from the mean confidence."""
    bin_of = np.minimum((sure * bins).astype(int), bins - 1)
    return float(sum(abs(right[bin_of == b].mean() - sure[bin_of == b].mean()) * (bin_of == b).mean() for b in set(bin_of)))


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, default=FILE)
    parser.add_argument("--allowed", type=float, default=0.0014)
    args = parser.parse_args()
    knowledge = Knowledge(load_roster(ROSTER), load_lists())
    rows = judged(tqdm(cases(args.folder, "fit"), desc="forms to fit", unit="form"), knowledge)
    weights = {kind: fitted([row for row in rows if row.kind == kind]) for kind in sorted({row.kind for row in rows})}
    sure = np.array([weighed(row.figures, weights[row.kind]) for row in rows if not row.barred])
    promised = promises(sure)
    args.out.write_text(json.dumps({"weights": weights, "promised": promised}, indent=1, ensure_ascii=False) + "\n", "utf-8")
    print("on the part fitted", report(rows, weights, promised, args.allowed), sep="\n")
    for part in ("test", STRANGE):
        tests = judged(tqdm(cases(args.folder, part), desc=f"forms ({part})", unit="form"), knowledge)
        if tests:
            print(f"on the part «{part}»", report(tests, weights, promised, args.allowed), sep="\n")


if __name__ == "__main__":
    main()
