"""Old receipts read again: what would change is shown before it changes, and nothing a person made is overwritten."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from service.commands.reprocess import changes
from storage.corrections import Choice, Save, save
from storage.engine import reading, writing
from storage.old_readings import OldValue, old_readings, old_values, read_again
from storage.open_runs import open_runs
from storage.tables import Field, Form, User
from tests.support.desk import LATER, NOON, Desk
from tests.support.results import decided_form


def test_only_what_another_version_read_is_read_again(desk: Desk) -> None:
    receipt = desk.read(desk.papers.result(decided_form()))
    (found,) = old_readings(desk.engine, "r3")
    assert (found.receipt_id, found.reader, found.number) == (receipt, "r2", 1)
    assert old_readings(desk.engine, "r2") == []
    assert len(old_readings(desk.engine, "r2", all_readers=True)) == 1
    assert old_readings(desk.engine, "r3", since=date(2026, 3, 3)) == []
    assert old_readings(desk.engine, "r3", numbers=[(2569, 2)]) == []
    assert read_again(desk.engine, [receipt], "r3", LATER) == read_again(desk.engine, [receipt], "r3", LATER) == 1
    assert [(run.receipt_id, run.ordinal) for run in open_runs(desk.engine)] == [(receipt, 2)]
    assert old_readings(desk.engine, "r3") == [], "it is on its way already"


def test_what_would_change_is_said_field_by_field(desk: Desk) -> None:
    receipt = desk.read(desk.papers.result(decided_form(accepted=False)))
    newer = desk.papers.result(decided_form(phone="+6653111111"))
    (change,) = changes(dict(old_values(desk.engine, receipt)), newer)
    assert (change.page, change.field, change.stays) == (1, "phone", False)
    assert (change.old, change.new) == (OldValue("+6653000002", False, False), OldValue("+6653111111", True, False))
    gone = list(changes(dict(old_values(desk.engine, receipt)), desk.papers.result()))
    assert {(each.field, each.new) for each in gone} == {(name, None) for name in ("agency", "title", "first_name", "phone")}


def test_what_a_person_corrected_stays(desk: Desk) -> None:
    receipt = desk.read(desk.papers.result(decided_form(accepted=False)))
    with writing(desk.engine) as session:
        form = session.scalars(select(Form)).one()
        session.add(User(id=1, login="somsri", name="สมศรี", duty="clerk", password_hash="", made_at=NOON))
    save(desk.engine, Save(form.id, 1, 1, LATER, {"phone": Choice("+6653222222")}, None))
    newer = desk.papers.result(decided_form(phone="+6653111111"))
    (change,) = (each for each in changes(dict(old_values(desk.engine, receipt)), newer) if each.field == "phone")
    assert change.stays
    desk.read_again(receipt, newer)
    with reading(desk.engine) as session:
        assert session.scalars(select(Field.value).join(Form).where(Field.name == "phone", Form.state != "withdrawn")).all() == [
            "+6653222222"
        ]
