"""Typed or by hand is judged by each field's ink, and by the rest of its form where that leaves a doubt."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rules.hands import LIKELY_BY_HAND, judged

FORMS = st.dictionaries(st.sampled_from("abcdefghi"), st.floats(0, 1))


def test_a_field_in_doubt_goes_with_a_typed_form() -> None:
    assert judged(dict.fromkeys("abcd", 0.01) | {"e": 0.3}) == dict.fromkeys("abcde", False)


def test_a_field_in_doubt_stays_so_where_the_form_is_of_both_sorts() -> None:
    assert "e" not in judged({"a": 0.01, "b": 0.01, "c": 0.9, "e": 0.3})


def test_what_alone_looks_typed_on_a_form_by_hand_is_in_doubt() -> None:
    assert judged(dict.fromkeys("abcd", 0.95) | {"e": 0.01}) == dict.fromkeys("abcd", True)


@given(FORMS)
def test_what_looks_written_by_hand_is_never_taken_for_typed(form: dict[str, float]) -> None:
    told = judged(form)
    assert all(told[name] for name, p in form.items() if p > LIKELY_BY_HAND)
    assert told.keys() <= form.keys()


def test_fields_without_ink_do_not_make_a_typed_form_doubtful() -> None:
    assert judged(dict.fromkeys("abcd", 0.01) | dict.fromkeys("efg", 0.5)) == dict.fromkeys("abcdefg", False)
