"""The fitting of confidence: what is promised is what is seen, a case is the same after it was kept, spellings are no errors."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

from ocr.types import Box, Char
from rules.calibration import Calibration
from rules.evidence import weighed
from rules.forms import builtin_forms
from rules.roster import parse_roster
from rules.types import FoundForm, Place
from tests.support.lattices import lattice_of
from training.calibration.cases import Case, packed, unpacked
from training.calibration.fit import Judged, calibration_error, fitted, promises
from training.calibration.judge import same

ROSTER = parse_roster("code,name,aliases,kind,district\nT-1,เทศบาลตำบลดอยแป้น,ทต.ดอยแป้น,local,\n")


def rows(count: int = 4000) -> list[Judged]:
    """Values that are right as often as a known model says."""
    rng = np.random.default_rng(1)
    odds, listed = rng.normal(1, 2, count), rng.random(count) < 0.5
    right = rng.random(count) < 1 / (1 + np.exp(-(0.5 + odds + listed)))
    return [
        Judged("surname", {"odds": float(o), "listed": float(k)}, bool(r), False, False)
        for o, k, r in zip(odds, listed, right, strict=True)
    ]


def test_a_model_that_made_the_values_is_found_again() -> None:
    weights = fitted(rows())
    assert [weights[name] for name in ("bias", "odds", "listed")] == pytest.approx([0.5, 1, 1], abs=0.2)


def test_what_is_promised_is_what_is_seen() -> None:
    values = rows()
    weights = fitted(values)
    sure = np.array([weighed(row.figures, weights) for row in values])
    right = np.array([row.right for row in values])
    assert calibration_error(sure, right) < 0.03
    for limit, wrong in promises(sure):
        assert wrong == pytest.approx(np.mean(~right[sure >= limit]), abs=0.02)


def test_the_expected_calibration_error_of_a_boaster() -> None:
    assert calibration_error(np.full(100, 0.95), np.arange(100) < 45) == pytest.approx(0.5)


def test_the_threshold_follows_from_the_error_allowed() -> None:
    calibration = Calibration({}, ((0.9, 0.02), (0.99, 0.001), (0.999, 0.0001)))
    assert [calibration.threshold(allowed) for allowed in (0.05, 0.01, 0.001, 0.0)] == [0.9, 0.99, 0.99, 1.0]


def test_the_shipped_calibration_promises_less_error_the_surer_it_is() -> None:
    promised = Calibration.shipped().promised
    assert promised == tuple(sorted(promised))
    assert all(a[1] >= b[1] for a, b in itertools.pairwise(promised))
    assert 0.9 < Calibration.shipped().threshold(0.0014) < 1


def test_a_case_is_the_same_after_it_was_kept() -> None:
    lattice = lattice_of(*"ใจดี")
    place = Place(Box(0, 0, 50, 20), (Char("ใ", Box(0, 0, 9, 20)),), (lattice,))
    case = Case({"last_name": "ใจดี"}, "T-1", False, "fine", FoundForm(builtin_forms()[0], {"last_name": place}, True, 9))
    again = unpacked(packed(case))
    assert again == case
    assert again.found is not None
    assert np.allclose(again.found.places["last_name"].lattices[0].logs, lattice.logs, atol=1 / 24)
    assert unpacked(packed(replace(case, found=None))) == replace(case, found=None)


@pytest.mark.parametrize(
    ("kind", "value", "written", "equal"),
    [
        ("agency", "เทศบาลตำบลดอยแป้น", "ทต.ดอยแป้น", True),
        ("agency", "เทศบาลตำบลดอยกลาง", "ทต.ดอยแป้น", False),
        ("phone", "+6653569692;ext=12", "๐-๕๓๕๖-๙๖๙๒ ต่อ ๑๒", True),
        ("phone", "+6653569692", "0-5356-9692 ต่อ 12", False),
        ("given_name", "นางสาวสุดา", "น.ส. สุดา", True),
        ("given_name", "นางสุดา", "น.ส. สุดา", False),
        ("email", "nok@example.com", "Nok@example.com", True),
        ("line_id", "", "-", True),
        ("surname", "ใจดี", "ใจดิ", False),
    ],
)
def test_spellings_are_no_errors(kind: str, value: str, written: str, equal: bool) -> None:
    assert same(kind, value, written, ROSTER) is equal
