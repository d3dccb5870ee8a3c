"""What the plots of trust are drawn from."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.evaluate.trust import Sure, reliability, touchless

FIELDS = st.lists(st.builds(Sure, st.floats(0, 1), st.booleans(), st.booleans()), min_size=1, max_size=40)


@given(FIELDS)
def test_every_field_is_in_one_tenth_of_confidence(fields: list[Sure]) -> None:
    tenths = reliability(fields)
    assert sum(count for _, _, count in tenths) == len(fields)
    assert sum(round(right * count) for _, right, count in tenths) == sum(one.right for one in fields)


@given(FIELDS)
def test_the_last_point_takes_everything_with_all_its_errors(fields: list[Sure]) -> None:
    wrong, share = touchless(fields)[-1]
    assert share == 1
    assert wrong == sum(not one.right for one in fields) / len(fields)


def test_fields_that_are_equally_sure_are_taken_together() -> None:
    fields = [Sure(0.9, True, False), Sure(0.9, False, False), Sure(0.5, True, False)]
    assert touchless(fields) == [(0.5, 2 / 3), (1 / 3, 1.0)]
