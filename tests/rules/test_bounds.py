"""The bound that a sample of fields puts on the true share of errors."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.bounds import upper_bound


@pytest.mark.parametrize(("wrong", "compared", "bound"), [(0, 300, 0.009936), (1, 300, 0.015718), (0, 2140, 0.001399), (10, 100, 0.163717)])
def test_the_bound_is_that_of_clopper_and_pearson(wrong: int, compared: int, bound: float) -> None:
    """Reference values: the 0.95 quantile of the beta distribution with parameters wrong + 1 and compared - wrong."""
    assert upper_bound(wrong, compared) == pytest.approx(bound, rel=5e-3)


@given(st.integers(1, 400), st.data())
def test_a_larger_sample_bounds_more_closely_and_an_error_less(compared: int, data: st.DataObject) -> None:
    wrong = data.draw(st.integers(0, compared - 1))
    bound = upper_bound(wrong, compared)
    assert wrong / compared < bound <= 1
    assert upper_bound(wrong, compared + 1) <= bound <= upper_bound(wrong + 1, compared)
