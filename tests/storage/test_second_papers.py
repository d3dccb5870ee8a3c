"""A second paper of the same agency, and what is learned from returns."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from storage import contacts, directory
from storage.engine import writing
from storage.second_papers import pairs, relate
from storage.tables import Agency, AgencyContact, Circular, Coordinator, CoordinatorValue, Field, Form, SecondPaper, User
from tests.support.office import MORNING, Office

NAME = {"first_name": "สมมุติ", "last_name": "ทดลอง"}
HOURS = count(1)


class Desk:
    """An office whose one agency answers one circular again and again."""

    def __init__(self, session: Session) -> None:
        self.session, self.office = session, Office(session)
        self.agency: Agency = self.office.agency("ก")
        self.circular: Circular = self.office.circular(self.agency, self.office.agency("ข"))
        self.user: User = self.office.user()

    def paper(self, values: dict[str, str], waiting: tuple[str, ...] = (), by_person: bool = False, **receipt: object) -> Form:
        """A form with these values; done, unless some of them wait."""
        form = self.office.form(self.circular, self.agency, "waiting" if waiting else "done", self.office.receipt(**receipt))  # type: ignore[arg-type]
        form.done_by = self.user.id if by_person else None
        for name, value in values.items():
            self.office.field(form, name, value, "waiting" if name in waiting else "corrected" if by_person else "accepted")
        self.enter(form)
        return form

    def enter(self, form: Form) -> None:
        directory.enter(self.session, form, datetime(2018, 3, 21, tzinfo=UTC) + timedelta(hours=next(HOURS)))

    def in_force(self) -> list[dict[str, str]]:
        rows = self.session.scalars(select(Coordinator).where(Coordinator.until.is_(None)).order_by(Coordinator.id)).all()
        values = select(CoordinatorValue)
        return [{v.name: v.value for v in self.session.scalars(values.where(CoordinatorValue.coordinator_id == row.id))} for row in rows]


@pytest.mark.parametrize(
    ("second", "waiting", "proposed", "decided"),
    [
        ({**NAME, "phone": "1"}, (), "same", "same"),
        ({**NAME, "phone": "2"}, (), "replaces", "replaces"),
        ({**NAME, "phone": "7"}, ("phone",), "better-copy", "better-copy"),
        ({"first_name": "คนใหม่", "last_name": "ทดลอง", "phone": "1"}, (), "replaces", None),
    ],
)
def test_what_the_second_paper_is_and_whether_a_person_has_to_say_so(
    database: Engine, second: dict[str, str], waiting: tuple[str, ...], proposed: str, decided: str | None
) -> None:
    with writing(database) as session:
        desk = Desk(session)
        desk.paper({**NAME, "phone": "1"})
        form = desk.paper(second, waiting)
        row = session.get_one(SecondPaper, form.id)
        assert (row.proposed, row.decided) == (proposed, decided)
        assert [pair.form.id for pair in pairs(session)] == ([] if decided else [form.id])


def test_where_a_name_differs_the_directory_stays_until_a_person_decides(database: Engine) -> None:
    with writing(database) as session:
        desk = Desk(session)
        first, other = {**NAME, "phone": "1"}, {"first_name": "คนใหม่", "last_name": "สมมุติ", "phone": "2"}
        desk.paper(first)
        form = desk.paper(other)
        assert desk.in_force() == [first]
        assert pairs(session)[0].differing == ("first_name", "last_name", "phone")
        directory.decide(session, form.id, "additional", desk.user.id, MORNING)
        assert desk.in_force() == [first, other]
        directory.decide(session, form.id, "same", desk.user.id, MORNING)
        assert desk.in_force() == [first]
        directory.decide(session, form.id, "replaces", desk.user.id, MORNING)
        assert desk.in_force() == [other] and pairs(session) == []


def test_a_better_copy_brings_what_was_unreadable_and_undoes_no_correction(database: Engine) -> None:
    with writing(database) as session:
        desk = Desk(session)
        desk.paper({**NAME, "phone": "1"}, by_person=True)
        first = session.scalars(select(Field).where(Field.name == "phone")).one()
        first.state, first.value = "unreadable", ""
        form = desk.paper({"first_name": "สมมตุ", "last_name": "ทดลอง", "phone": "9"})
        directory.decide(session, form.id, "better-copy", desk.user.id, MORNING)
        assert desk.in_force() == [{**NAME, "phone": "9"}]


def test_what_is_doubtful_on_one_copy_is_offered_from_the_other(database: Engine) -> None:
    with writing(database) as session:
        desk = Desk(session)
        first = desk.paper({**NAME, "phone": "8"}, ("phone",))
        second = desk.paper({**NAME, "phone": "1"})
        third = desk.paper({**NAME, "phone": "4"}, ("phone",))
        candidates = [
            session.scalars(select(Field).where(Field.form_id == form.id, Field.name == "phone")).one().candidates
            for form in (first, third)
        ]
        assert candidates == [["1"], ["1"]]
        second.state = "withdrawn"
        relation = relate(session, third)
        assert relation and relation.earlier_id == first.id


def test_the_same_paper_again_needs_nobody(database: Engine) -> None:
    with writing(database) as session:
        desk = Desk(session)
        first = desk.paper({**NAME, "phone": "1"})
        again = desk.paper({"first_name": "อ่านผิด", "last_name": "ทดลอง", "phone": "1"}, same_paper_as=first.receipt_id)
        assert session.get_one(SecondPaper, again.id).decided == "same"
        assert desk.in_force() == [{**NAME, "phone": "1"}]


def test_one_person_may_coordinate_for_several_agencies(database: Engine) -> None:
    with writing(database) as session:
        desk = Desk(session)
        desk.paper({**NAME, "phone": "1"})
        desk.agency = session.scalars(select(Agency).where(Agency.name == "ข")).one()
        desk.paper({**NAME, "phone": "1"})
        assert len(desk.in_force()) == 2 and pairs(session) == []


def learned(session: Session) -> set[tuple[str, str]]:
    return {(row.kind, row.value) for row in session.scalars(select(AgencyContact))}


def test_contacts_are_learned_from_what_a_person_vouched_for_and_forgotten_with_it(database: Engine) -> None:
    with writing(database) as session:
        desk = Desk(session)
        machine = desk.paper({**NAME, "phone": "+6653000009"})
        desk.office.message(session.get_one(Form, machine.id).page.document.receipt, "+6653000001")
        desk.enter(machine)
        assert learned(session) == set()
        machine.done_by = desk.user.id
        desk.enter(machine)
        assert learned(session) == {("fax", "+6653000001"), ("phone", "+6653000009")}
        machine.state = "withdrawn"
        directory.leave(session, machine)
        assert learned(session) == set()


def test_contacts_entered_by_hand_stay(database: Engine) -> None:
    with writing(database) as session:
        desk = Desk(session)
        contacts.set_contacts(session, desk.agency.id, "phone", ["+6653000002", "+6653000003"], desk.user.id, MORNING)
        contacts.set_contacts(session, desk.agency.id, "phone", ["+6653000003"], desk.user.id, MORNING)
        desk.paper({**NAME, "phone": "+6653000009"}, by_person=True)
        assert contacts.contacts(session, [desk.agency.id]) == {desk.agency.id: {"phone": ["+6653000003", "+6653000009"]}}
        with pytest.raises(ValueError, match="pigeon"):
            contacts.set_contacts(session, desk.agency.id, "pigeon", [], desk.user.id, MORNING)
