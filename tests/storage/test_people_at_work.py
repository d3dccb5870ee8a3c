"""Leases, telephone values, undo and asking again, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from storage.ask_again import ask_for_form, askings, settle_asking
from storage.corrections import Choice, InHand, Save, StaleForm, Told, save
from storage.directory_list import directory
from storage.engine import reading, writing
from storage.leases import HELD_FOR, holder_of, take
from storage.tables import Correction, CorrectionValue, Field, Form, Receipt, ToldValue
from storage.undo import CannotUndo, can_undo, undo
from tests.support.office import Office
from tests.support.together import in_threads

NOW = datetime(2018, 3, 21, 8, tzinfo=UTC)
CALL = Told("+66890000001", (), "คุณสมมุติ", NOW)


@pytest.fixture
def form(database: Engine) -> Form:
    """A waiting form of a known agency, and users 1 and 2."""
    with writing(database) as session:
        office = Office(session)
        agency = office.agency("สำนักงานสมมุติ", "provincial", "", ("fax", "+6653000001"))
        office.user()
        office.user("other")
        made = office.form(office.circular(agency), agency, "waiting")
        office.field(made, "first_name", "สมมติ", "waiting")
        office.field(made, "mobile", "08900000", "waiting")
        office.message(session.get_one(Receipt, made.receipt_id), "+6653000001")
    return made


def saved(form: Form, version: int = 1, user_id: int = 1, over: bool = False, **choices: Choice) -> Save:
    known = {"first_name": Choice("สมมุติ"), "mobile": Choice("08900000", incomplete=True, told=CALL), **choices}
    return Save(form.id, version, user_id, NOW, known, form.agency_id, over)


def everything(database: Engine) -> list[object]:
    with reading(database) as session:
        fields = session.execute(select(Field.name, Field.state, Field.value, Field.incomplete).order_by(Field.id)).all()
        form = session.execute(select(Form.state, Form.done_at, Form.done_by, Form.agency_id)).one()
        return [*map(tuple, fields), tuple(form), session.scalars(select(ToldValue.value)).all(), len(directory(database))]


def test_a_receipt_is_in_one_persons_hand_until_it_lapses(database: Engine, form: Form) -> None:
    assert take(database, form.receipt_id, 1, NOW) is None
    other = take(database, form.receipt_id, 2, NOW)
    assert other is not None and (other.user_id, other.until) == (1, NOW + HELD_FOR)
    assert take(database, form.receipt_id, 1, NOW + timedelta(minutes=4)) is None
    assert holder_of(database, form.receipt_id, 2, NOW + timedelta(minutes=8)) is not None
    assert take(database, form.receipt_id, 2, NOW + timedelta(minutes=9)) is None
    assert holder_of(database, form.receipt_id, 2, NOW + timedelta(minutes=9)) is None


def test_of_many_who_reach_for_a_receipt_one_has_it(database: Engine, form: Form) -> None:
    with writing(database) as session:
        ids = [1, 2, *(Office(session).user(f"u{n}").id for n in range(2))]
    got: list[int] = []
    in_threads(lambda n: got.append(n) if take(database, form.receipt_id, ids[n], NOW) is None else None, 4)
    assert len(got) == 1


def test_another_saves_only_over_the_hand_that_holds_it(database: Engine, form: Form) -> None:
    take(database, form.receipt_id, 2, NOW)
    with pytest.raises(InHand) as held:
        save(database, saved(form))
    assert held.value.holder.user_id == 2 and everything(database)[0] == ("first_name", "waiting", "สมมติ", False)
    assert save(database, saved(form, over=True)) == "done"


def test_what_was_said_by_telephone_is_in_the_directory_and_not_in_the_field(database: Engine, form: Form) -> None:
    save(database, saved(form))
    assert directory(database)[0].values["mobile"] == "+66890000001"
    assert everything(database)[1] == ("mobile", "confirmed", "08900000", True)
    with reading(database) as session:
        told = (
            select(CorrectionValue.new).join(Correction, Correction.id == CorrectionValue.correction_id).where(Correction.action == "told")
        )
        assert session.scalars(told).all() == ["+66890000001"]
    save(database, saved(form, 2, mobile=Choice("08900000")))
    assert directory(database)[0].values["mobile"] == "08900000"


def test_an_undo_brings_back_all_of_it_once_and_the_trail_says_so(database: Engine, form: Form) -> None:
    before = everything(database)
    save(database, saved(form))
    assert everything(database) != before and can_undo(database, form.id, 1)
    with pytest.raises(CannotUndo):
        undo(database, form.id, 2, NOW)
    undo(database, form.id, 1, NOW)
    assert everything(database) == before
    with reading(database) as session:
        assert [*session.scalars(select(Correction.action).order_by(Correction.id))][-2:] == ["undone", "undone"]
        assert session.scalar(select(Form.version)) == 3
    with pytest.raises(CannotUndo):
        undo(database, form.id, 1, NOW)


def test_an_undo_brings_back_an_earlier_save_with_its_call(database: Engine, form: Form) -> None:
    save(database, saved(form))
    before = everything(database)
    save(database, saved(form, 2, mobile=Choice(empty="unreadable"), first_name=Choice("ก")))
    undo(database, form.id, 1, NOW)
    assert everything(database) == before


def test_what_somebody_saved_since_cannot_be_undone(database: Engine, form: Form) -> None:
    save(database, saved(form))
    save(database, saved(form, 2, user_id=2, first_name=Choice("ก")))
    with pytest.raises(CannotUndo):
        undo(database, form.id, 1, NOW)
    assert everything(database)[0] == ("first_name", "corrected", "ก", False)


def test_a_paper_asked_for_again_counts_no_more_until_that_is_undone(database: Engine, form: Form) -> None:
    before = everything(database)
    ask_for_form(database, form.id, 1, 1, "cut-off", NOW)
    assert [(one.why, one.agency, one.contacts) for one in askings(database)] == [("cut-off", "สำนักงานสมมุติ", ("+6653000001",))]
    with reading(database) as session:
        assert session.scalar(select(Form.state)) == "withdrawn"
    with pytest.raises(StaleForm):
        save(database, saved(form, 2))
    undo(database, form.id, 1, NOW)
    assert everything(database) == before and askings(database) == ()


def test_an_asking_ends_when_somebody_says_so(database: Engine, form: Form) -> None:
    ask_for_form(database, form.id, 1, 1, "unreadable", NOW)
    settle_asking(database, askings(database)[0].id, 1, NOW)
    assert askings(database) == ()


def test_an_unknown_reason_is_refused(database: Engine, form: Form) -> None:
    with pytest.raises(ValueError, match="no reason"):
        ask_for_form(database, form.id, 1, 1, "because", NOW)
