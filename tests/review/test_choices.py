"""From what was typed and marked to what is saved."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from review import completion
from review.choices import NO_AGENCY, NOTHING, UNKNOWN, decisions
from review.form_model import FieldView, FormView, Typed
from storage.agency_names import AgencyName
from storage.corrections import Choice
from tests.review.desk import NOON

TWO = (AgencyName(1, "เทศบาลตำบลทดสอบ", ()), AgencyName(2, "เทศบาลตำบลทดสอบ", ()), AgencyName(3, "ที่ว่าการอำเภอทดสอบ", ("อ.ทดสอบ",)))
NAME = FieldView(1, "first_name", "given_name", "ชื่อ", "waiting", True, ("สมมติ",), "สมมติ", "สมมติ", "value", "", candidates=("สมมุติ",))
AGENCY = replace(NAME, id=2, name="agency", kind="agency", value=("เทศบาลตำบลทดสอบ",), shown="เทศบาลตำบลทดสอบ", candidates=())
PHONE = replace(
    NAME, id=3, name="phone", kind="phone", value=("+6653000002", "+66890000000"), shown="0 5300 0002, 08 9000 0000", candidates=()
)


def view(*fields: FieldView) -> FormView:
    return FormView(1, 1, "waiting", "", fields, 1, 1, 1, 1, 1, 1, 2561, NOON, "fax", "", None, None, None, None, ())


@pytest.mark.parametrize(
    ("text", "mark", "choice"),
    [
        ("สมมติ", "value", Choice("สมมติ")),
        ("สมหมาย", "value", Choice("สมหมาย")),
        ("สมมติ", "candidate-0", Choice("สมมุติ")),
        ("สมหมาย", "candidate-0", Choice("สมหมาย")),
        ("สมมติ", "blank", Choice(empty="blank")),
        ("", "unreadable", Choice(empty="unreadable")),
        ("สมหมาย", "unreadable", Choice("สมหมาย")),
        ("-", "value", Choice(empty="blank")),
        ("", "value", None),
        ("สมมติ", "candidate-7", None),
        ("สมมติ", "candidate-x", None),
    ],
)
def test_new_text_wins_then_the_mark_then_what_stands_there(text: str, mark: str, choice: Choice | None) -> None:
    made = decisions(view(NAME), {"first_name": Typed(text, mark, "")}, (), None, False)
    assert made.choices.get("first_name") == choice
    assert made.problems == ({} if choice else {"first_name": NOTHING})


def test_a_value_left_alone_keeps_its_further_values() -> None:
    made = decisions(view(PHONE), {"phone": Typed(PHONE.shown, "value", "")}, (), None, False)
    assert made.choices["phone"] == Choice("+6653000002", ("+66890000000",))


def test_an_agency_known_already_stays_where_its_name_alone_would_not_tell() -> None:
    made = decisions(view(AGENCY), {"agency": Typed(AGENCY.shown, "value", "")}, TWO, 2, False)
    assert (made.agency_id, made.problems) == (2, {})


@pytest.mark.parametrize(
    ("text", "mark", "agency_id", "problem"),
    [
        ("อ.ทดสอบ", "value", 3, None),
        ("เทศบาลตำบลทดสอบ", "value", None, UNKNOWN),
        ("สำนักงานอื่น", "value", None, UNKNOWN),
        ("", "unreadable", None, NO_AGENCY),
    ],
)
def test_an_agency_is_bound_by_its_name_or_asked_about(text: str, mark: str, agency_id: int | None, problem: str | None) -> None:
    typed = {"agency": Typed(text, mark, "")}
    made = decisions(view(AGENCY), typed, TWO, None, False)
    assert (made.agency_id, made.problems.get("agency")) == (agency_id, problem)
    assert decisions(view(AGENCY), typed, TWO, None, True).problems == {}


def test_a_field_that_was_not_sent_is_not_decided() -> None:
    assert decisions(view(NAME, PHONE), {"first_name": Typed("ก", "value", "")}, (), None, False).choices.keys() == {"first_name"}


@given(st.permutations(["สำนักงานประมงจังหวัดลำพูน", "สำนักงานขนส่งจังหวัดลำพูน", "สำนักงานสถิติจังหวัดลำพูน"]))
def test_of_agencies_that_begin_alike_the_one_that_was_read_is_offered_first(names: list[str]) -> None:
    known = [AgencyName(n, name, ()) for n, name in enumerate(names)]
    for name in names:
        assert completion.agencies("สำนักงาน", known, name.replace("ง", "ว"))[0] == name
    assert set(completion.agencies("สำนักงาน", known)) == set(names)
