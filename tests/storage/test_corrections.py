"""Saving a form: fields, trail, version and directory together, on both databases."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, func, select

from storage.corrections import Choice, Save, StaleForm, save
from storage.directory_list import directory
from storage.engine import reading, writing
from storage.open_form import last_save, next_form, open_form
from storage.tables import Correction, CorrectionValue, Field, Form, Run
from tests.support.office import Office
from tests.support.together import in_threads

LATER = datetime(2018, 3, 21, 8, tzinfo=UTC)


@pytest.fixture
def form(database: Engine) -> Form:
    """A waiting form of agency 1, and user 1."""
    with writing(database) as session:
        office = Office(session)
        agency = office.agency("สำนักงานสมมุติ")
        office.user()
        office.user("other")
        made = office.form(office.circular(agency), agency, "waiting")
        office.field(made, "agency", "สำนักงานสมมุติ")
        office.field(made, "first_name", "สมมติ", "waiting")
        office.field(made, "email", "a@example.go.th", "waiting")
        office.field(made, "phone", "+6653000002")
    return made


def saved(form: Form, version: int = 1, user_id: int = 1, **choices: Choice) -> Save:
    everything = {"agency": Choice("สำนักงานสมมุติ"), "phone": Choice("+6653000002"), **choices}
    return Save(form.id, version, user_id, LATER, everything, form.agency_id)


def test_a_save_writes_values_states_trail_and_the_directory(database: Engine, form: Form) -> None:
    choices = {"first_name": Choice("สมมุติ"), "email": Choice(empty="unreadable"), "phone": Choice("+6653000002", ("+66890000000",))}
    assert save(database, saved(form, **choices)) == "done"
    with reading(database) as session:
        states = {f.name: (f.state, f.value, f.others, f.machine_value) for f in session.scalars(select(Field))}
        said = select(Field.name, Correction.action, CorrectionValue.old, CorrectionValue.new).select_from(Correction)
        said = said.join(Field, Field.id == Correction.field_id)
        said = said.join(CorrectionValue, CorrectionValue.correction_id == Correction.id)
        trail = session.execute(said.order_by(Correction.id)).all()
    assert states["first_name"] == ("corrected", "สมมุติ", [], "สมมติ")
    assert states["email"] == ("unreadable", "", [], "a@example.go.th")
    assert states["agency"][0] == "confirmed"
    assert [tuple(row) for row in trail] == [
        ("agency", "confirmed", "สำนักงานสมมุติ", "สำนักงานสมมุติ"),
        ("first_name", "corrected", "สมมติ", "สมมุติ"),
        ("email", "unreadable", "a@example.go.th", ""),
        ("phone", "corrected", "+6653000002", "+6653000002, +66890000000"),
    ]
    assert [(row.agency, row.values["first_name"], row.values["email"]) for row in directory(database)] == [("สำนักงานสมมุติ", "สมมุติ", "")]


def test_the_form_is_done_by_who_saved_it_first_and_grows_a_version_each_time(database: Engine, form: Form) -> None:
    rest = {"first_name": Choice("สมมุติ"), "email": Choice(empty="blank")}
    save(database, saved(form, **rest))
    save(database, saved(form, version=2, user_id=2, **{**rest, "first_name": Choice("สมหมาย")}))
    opened, last = open_form(database, form.id), last_save(database, form.id)
    assert opened is not None and last is not None
    assert (opened.form.version, opened.form.state, opened.form.done_by, opened.form.done_at) == (3, "done", 1, LATER)
    assert (last.name, last.at) == ("ผู้ทดสอบ", LATER)
    assert directory(database)[0].values["first_name"] == "สมหมาย"


def test_a_form_with_a_field_that_nobody_decided_goes_on_waiting(database: Engine, form: Form) -> None:
    assert save(database, saved(form, first_name=Choice("สมมุติ"))) == "waiting"
    assert next_form(database) == form.id
    assert directory(database) == []


@pytest.mark.parametrize("version", [0, 2])
def test_a_stale_save_changes_nothing(database: Engine, form: Form, version: int) -> None:
    with pytest.raises(StaleForm):
        save(database, saved(form, version=version, first_name=Choice("สมมุติ"), email=Choice(empty="blank")))
    with reading(database) as session:
        assert session.scalar(select(func.count()).select_from(Correction)) == 0
        assert session.scalar(select(Form.version)) == 1


def test_a_withdrawn_form_is_not_saved(database: Engine, form: Form) -> None:
    with writing(database) as session:
        session.get_one(Form, form.id).state = "withdrawn"
    with pytest.raises(StaleForm):
        save(database, saved(form, first_name=Choice("สมมุติ")))


def test_of_many_who_save_the_same_version_one_wins(database: Engine, form: Form) -> None:
    won: list[int] = []

    def attempt(n: int) -> None:
        with suppress(StaleForm):
            save(database, saved(form, first_name=Choice(f"คนที่ {n}"), email=Choice(empty="blank")))
            won.append(n)

    in_threads(attempt, 4)
    assert len(won) == 1
    assert directory(database)[0].values["first_name"] == f"คนที่ {won[0]}"
    with reading(database) as session:
        assert session.scalar(select(func.count()).select_from(Correction)) == 4, "one save of four fields"


def test_the_next_form_is_of_the_same_receipt_then_the_following_then_the_oldest(database: Engine) -> None:
    with writing(database) as session:
        office = Office(session)
        circular = office.circular(office.agency("ก"))
        one, two = office.receipt(), office.receipt()
        other = office.form(circular, None, "waiting", two)
        first = office.form(circular, None, "waiting", one)
        office.form(circular, None, "done")
        page = office.page(one, session.get_one(Run, first.page.run_id))
        second = Form(page_id=page.id, receipt_id=one.id, definition="coordinator", state="waiting", made_at=LATER)
        session.add(second)
    assert next_form(database) == first.id
    assert next_form(database, first.id) == second.id
    assert next_form(database, second.id) == other.id
    assert next_form(database, other.id) == first.id
    assert next_form(database, 77) == first.id


def test_what_is_not_there_is_not_found(database: Engine) -> None:
    assert open_form(database, 1) is None
    assert last_save(database, 1) is None
    assert next_form(database) is None
