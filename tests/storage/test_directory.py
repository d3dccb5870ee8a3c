from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from storage import agencies, directory, record
from storage.agencies import AgencyRow
from storage.engine import writing
from storage.receipts import Arrival, keep
from storage.store import Store
from storage.tables import Agency, Coordinator, CoordinatorValue, Field, Form
from tests.support.results import Papers, decided_form

NOON = datetime(2026, 3, 2, 5, tzinfo=UTC)
Rows = list[tuple[str, bool]]


class Office:
    """Reads forms that are waiting, and finishes them in whatever order."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine, self.store, self.papers = engine, Store(folder / "store"), Papers(folder / "work")
        self.hour = NOON
        with writing(engine) as session:
            agencies.load(session, [AgencyRow(code, code, (), "provincial", "") for code in "AB"])

    def form(self, phone: str, content: bytes | None = None) -> int:
        """The id of a new form of agency A that waits."""
        kept = keep(self.engine, self.store, Arrival(phone.encode(), "a.tif", "test", "hand", NOON, "r1"))
        result = self.papers.result(decided_form(phone=phone), content=content or phone.encode())
        record.record(self.engine, self.store, kept.run_id, result, "r1", NOON)
        with writing(self.engine) as session:
            return session.scalars(select(Form.id).where(Form.receipt_id == kept.receipt_id)).one()

    def finish(self, *forms: int) -> None:
        for form_id in forms:
            self.hour += timedelta(hours=1)
            with writing(self.engine) as session:
                form = session.get_one(Form, form_id)
                form.state = "done"
                directory.enter(session, form, self.hour)

    def rows(self) -> Rows:
        """(telephone number, in force) of each row, oldest first."""
        with writing(self.engine) as session:
            found = session.scalars(select(Coordinator).order_by(Coordinator.id)).all()
            return [(value(session, row, "phone"), row.until is None) for row in found]


def value(session: Session, row: Coordinator, name: str) -> str:
    return session.get_one(CoordinatorValue, (row.id, name)).value


@pytest.fixture
def office(database: Engine, tmp_path: Path) -> Office:
    return Office(database, tmp_path)


def test_a_row_holds_every_value_traced_to_its_field(office: Office) -> None:
    office.finish(office.form("1"))
    with writing(office.engine) as session:
        row = session.scalars(select(Coordinator)).one()
        fields = {f.id: f for f in session.scalars(select(Field))}
        assert {v.name: v.value for v in row.values} == {"title": "นาย", "first_name": "สมมุติ", "phone": "1"}
        assert all(fields[v.field_id].name == v.name for v in row.values if v.field_id)
        assert (row.since, row.until) == (office.hour, None)


def test_the_newer_form_ends_the_row_of_the_older(office: Office) -> None:
    office.finish(office.form("1"), office.form("2"))
    assert office.rows() == [("1", False), ("2", True)]


def test_an_older_form_finished_later_does_not_take_over(office: Office) -> None:
    older, newer = office.form("1"), office.form("2")
    office.finish(newer, older)
    assert office.rows() == [("2", True), ("1", False)]


def test_a_row_follows_corrections_and_unreadable_means_no_value(office: Office) -> None:
    form_id = office.form("1")
    office.finish(form_id)
    with writing(office.engine) as session:
        fields = {f.name: f for f in session.get_one(Form, form_id).fields}
        fields["phone"].value = "9"
        fields["first_name"].state = "unreadable"
    office.finish(form_id)
    assert office.rows() == [("9", True)]
    with writing(office.engine) as session:
        assert value(session, session.scalars(select(Coordinator)).one(), "first_name") == ""


def test_a_withdrawn_form_leaves_and_the_row_before_is_in_force_again(office: Office) -> None:
    first, second = office.form("1"), office.form("2")
    office.finish(first, second)
    with writing(office.engine) as session:
        form = session.get_one(Form, second)
        form.state = "withdrawn"
        directory.leave(session, form)
    assert office.rows() == [("1", True)]


def test_a_form_moved_to_another_agency_takes_its_row_along(office: Office) -> None:
    first, second = office.form("1"), office.form("2")
    office.finish(first, second)
    with writing(office.engine) as session:
        session.get_one(Form, second).agency_id = session.scalars(select(Agency.id).where(Agency.code == "B")).one()
    office.finish(second)
    assert sorted(office.rows()) == [("1", True), ("2", True)]


def test_a_form_without_agency_has_no_row(office: Office) -> None:
    form_id = office.form("1")
    with writing(office.engine) as session:
        session.get_one(Form, form_id).agency_id = None
    office.finish(form_id)
    assert office.rows() == []


def test_the_same_paper_again_does_not_undo_a_correction(office: Office) -> None:
    first = office.form("1", content=b"paper")
    again = office.form("misread", content=b"paper")
    office.finish(first, again)
    assert office.rows() == [("1", True)]


def test_the_same_paper_again_counts_where_the_first_was_never_entered(office: Office) -> None:
    office.form("1", content=b"paper")
    office.finish(office.form("2", content=b"paper"))
    assert office.rows() == [("2", True)]
