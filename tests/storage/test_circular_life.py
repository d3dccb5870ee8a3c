"""A circular's life: whom it asks, its due day moved, copied for the next year, and which of several a return belongs to."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from service.commands.circular import LAMPHUN, load_circular
from storage import agencies, belonging, circulars, marks, office_days
from storage.agencies import AgencyRow
from storage.circulars import CircularError, NewCircular
from storage.engine import writing
from storage.ledger import ledger
from storage.tables import Addressee, Agency, Form, Receipt
from tests.support.desk import Desk
from tests.support.office import MORNING, Office
from tests.support.results import decided_form

ROWS = [
    AgencyRow("P", "สำนักงานสมมุติ", (), "provincial", ""),
    AgencyRow("D", "ที่ว่าการอำเภอเหนือ", (), "district", "เหนือ"),
    AgencyRow("L", "เทศบาลเหนือ", (), "local", "เหนือ"),
    AgencyRow("B", "ที่ดินสาขา", (), "district-branch", "เหนือ"),
]
ASKED = {"provincial": "direct", "district": "direct", "local": "district"}


def made(session: Session, code: str = "c1", **more: object) -> int:
    if not session.scalar(select(Agency.id).limit(1)):
        agencies.load(session, ROWS)
    return circulars.create(session, NewCircular(code, "เรื่อง", "coordinator", ASKED, **more), MORNING).id  # type: ignore[arg-type]


def asked(session: Session, circular_id: int) -> dict[str, str]:
    rows = (
        select(Agency.code, Addressee.asked).join(Addressee, Addressee.agency_id == Agency.id).where(Addressee.circular_id == circular_id)
    )
    return {row.code: row.asked for row in session.execute(rows)}


def test_the_lamphun_circular_asks_58_of_114(database: Engine) -> None:
    with writing(database) as session:
        circular = load_circular(session, LAMPHUN)
        found = ledger(session, circular.id)
        groups = dict(circulars.asked_by_group(session, circular.id))
    assert found.expected() == 58 and found.counts() == {"unanswered": 58}
    assert sum(sum(counts.values()) for counts in groups.values()) == 114
    assert {group: counts["direct"] for group, counts in groups.items() if counts["direct"]} == {
        "provincial": 44,
        "enterprise": 6,
        "district": 8,
    }
    assert groups["local"]["district"] == sum(groups["local"].values()) and groups["district-branch"]["no"] == sum(
        groups["district-branch"].values()
    )


def test_who_is_asked_through_a_district_is_asked_through_its_district_office(database: Engine) -> None:
    with writing(database) as session:
        circular = made(session)
        assert asked(session, circular) == {"P": "direct", "D": "direct", "L": "district", "B": "no"}
        through = select(Addressee.through_id).join(Agency, Agency.id == Addressee.agency_id).where(Agency.code == "L")
        assert session.scalar(through) == session.scalar(select(Agency.id).where(Agency.code == "D"))


def test_single_agencies_may_be_asked_otherwise(database: Engine) -> None:
    with writing(database) as session:
        circular = made(session)
        ids = session.scalars(select(Agency.id).where(Agency.code.in_(("L", "B")))).all()
        circulars.set_asked(session, circular, ids, "direct", None, MORNING)
        assert ledger(session, circular).expected() == 4
        with pytest.raises(CircularError):
            circulars.set_asked(session, circular, ids, "perhaps", None, MORNING)


def test_the_due_day_is_moved_with_its_history_and_decides_who_is_late(database: Engine) -> None:
    with writing(database) as session:
        office = Office(session)
        agency = office.agency("ก")
        circular = office.circular(agency)
        office.form(circular, agency, receipt=office.receipt(MORNING + timedelta(days=5)))
        assert ledger(session, circular.id).lines[0].late
        with pytest.raises(CircularError):
            circulars.move_due(session, circular.id, date(2018, 3, 30), " ", None, MORNING)
        for day in (28, 30):
            circulars.move_due(session, circular.id, date(2018, 3, day), "หน่วยงานขอขยาย", None, MORNING)
        assert not ledger(session, circular.id).lines[0].late
        moves = [(move.old, move.new) for move in circulars.due_history(session, circular.id)]
    assert moves == [(date(2018, 3, 23), date(2018, 3, 28)), (date(2018, 3, 28), date(2018, 3, 30))]


def test_a_copy_asks_the_same_and_whoever_is_new_as_most_of_their_kind(database: Engine) -> None:
    with writing(database) as session:
        first = made(session, number="ทส 0017/ว1", call="งานสมมุติ")
        branch = session.scalars(select(Agency.id).where(Agency.code == "B")).all()
        circulars.set_asked(session, first, branch, "direct", None, MORNING)
        agencies.load(session, [*ROWS, AgencyRow("N", "เทศบาลใหม่", (), "local", "เหนือ")])
        copied = circulars.copy(session, first, "c2", date(2019, 3, 22), MORNING)
        assert asked(session, copied.id) == {"P": "direct", "D": "direct", "L": "district", "B": "direct", "N": "district"}
        assert (copied.number, copied.dated, copied.call, copied.due_on) == (None, None, "งานสมมุติ", date(2019, 3, 22))
        circulars.fill_in(session, copied.id, {"number": "ทส 0017/ว9", "dated": date(2019, 3, 1)}, None, MORNING)
        assert (copied.number, copied.dated) == ("ทส 0017/ว9", date(2019, 3, 1))


def test_a_mark_by_hand_counts_with_reason_and_name_until_it_is_cleared(database: Engine) -> None:
    with writing(database) as session:
        office = Office(session)
        told, excused = office.agency("ก"), office.agency("ข")
        circular, user = office.circular(told, excused), office.user()
        marks.mark(session, circular.id, told.id, "answered", "แจ้งทางโทรศัพท์", user.id, MORNING)
        marks.mark(session, circular.id, excused.id, "excused", "ยุบหน่วยงาน", user.id, MORNING)
        found = ledger(session, circular.id)
        assert [(line.state, line.channel, line.reason, line.by) for line in found.lines] == [
            ("checked", "by-hand", "แจ้งทางโทรศัพท์", "ผู้ทดสอบ"),
            ("excused", None, "ยุบหน่วยงาน", "ผู้ทดสอบ"),
        ]
        assert (found.expected(), found.lines[0].late) == (1, False)
        for agency in (told, excused):
            marks.mark(session, circular.id, agency.id, "cleared", "", user.id, MORNING)
        assert ledger(session, circular.id).counts() == {"unanswered": 2}
        assert [mark.kind for mark in marks.history(session, circular.id, told.id)] == ["cleared", "answered"]
        with pytest.raises(marks.MarkRefused):
            marks.mark(session, circular.id, told.id, "excused", "  ", user.id, MORNING)
        with pytest.raises(marks.MarkRefused):
            marks.mark(session, circular.id, office.agency("ค").id, "excused", "ยุบ", user.id, MORNING)


def test_days_settled_by_the_office_may_be_left_to_the_calendar_again(database: Engine) -> None:
    with writing(database) as session:
        office_days.settle_day(session, date(2018, 3, 22), False, "วันหยุดพิเศษ", None, MORNING)
        office_days.settle_day(session, date(2018, 3, 24), True, "ทำงานชดเชย", None, MORNING)
        session.flush()
        assert office_days.office_days(session) == {date(2018, 3, 22): False, date(2018, 3, 24): True}
        office_days.settle_day(session, date(2018, 3, 22), None, "", None, MORNING)
        session.flush()
        assert [row.note for row in office_days.listed(session)] == ["ทำงานชดเชย"]


@pytest.fixture
def two(database: Engine) -> tuple[Engine, int, int]:
    """Two open circulars for the same form: the first asks the provincial office, the second the local one besides."""
    with writing(database) as session:
        first = made(session, number="ทส ๐๐๑๗.๒/ว ๑๑", dated=date(2018, 3, 1))
        second = circulars.create(
            session,
            NewCircular("c2", "เรื่องสอง", "coordinator", {"provincial": "direct", "local": "direct"}, "ทส 0017.2/ว22", date(2018, 3, 5)),
            MORNING,
        ).id
        ids = session.scalars(select(Agency.id).where(Agency.code == "L")).all()
        circulars.set_asked(session, first, ids, "no", None, MORNING)
    return database, first, second


@pytest.mark.parametrize(
    ("quoted", "agency", "at", "wanted"),
    [
        (("ทส 0017.2/ว22",), "P", MORNING, "second"),  # by the number
        ((), "L", MORNING, "second"),  # by the agency: only one asks it
        ((), "P", MORNING, None),  # both ask it: a person chooses
        ((), "P", MORNING - timedelta(days=17), "first"),  # it came before the second was written
        (("ทส 0017.2/ว99",), "P", MORNING, None),  # a number that we do not know says nothing
    ],
)
def test_to_which_circular_a_return_belongs(
    two: tuple[Engine, int, int], quoted: tuple[str, ...], agency: str, at: datetime, wanted: str | None
) -> None:
    engine, first, second = two
    with writing(engine) as session:
        receipt = Office(session).receipt(at)
        belonging.note_quoted(session, receipt.id, quoted)
        agency_id = session.scalar(select(Agency.id).where(Agency.code == agency))
        found = belonging.find_circular(session, receipt, "coordinator", agency_id)
    assert found == {"first": first, "second": second, None: None}[wanted]


def test_where_several_fit_the_form_waits_in_a_list_until_a_person_chooses(desk: Desk, tmp_path: Path) -> None:
    with writing(desk.engine) as session:
        second = circulars.create(session, NewCircular("c2", "เรื่องสอง", "coordinator", {"provincial": "direct"}), MORNING).id
    desk.read(desk.papers.result(decided_form()))
    with writing(desk.engine) as session:
        user = Office(session).user()
        (form,) = belonging.unassigned(session)
        assert len(belonging.fitting(session, session.get_one(Receipt, form.receipt_id), form.definition, form.agency_id)) == 2
        belonging.choose(session, form.id, second, user.id, MORNING)
        assert belonging.unassigned(session) == []
        assert session.get_one(Form, form.id).circular_id == second and ledger(session, second).counts()["received"] == 1
