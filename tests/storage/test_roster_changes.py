"""An office's list is compared before anything changes; then agencies are added, renamed, put out of use; two become one."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, select

from storage import agencies, merge, roster_changes
from storage.agencies import AgencyRow
from storage.engine import reading, writing
from storage.ledger import ledger
from storage.tables import Agency, AgencyContact, Coordinator
from tests.support.office import MORNING, Office

BEFORE = [
    AgencyRow("1", "สำนักงานสมมุติจังหวัดทดสอบ", ("สมมุติ",), "provincial", ""),
    AgencyRow("2", "แขวงทางเดิม", (), "provincial", ""),
    AgencyRow("3", "สำนักงานเลิกแล้ว", (), "provincial", ""),
    AgencyRow("4", "โรงเรียนสมมุติ", (), "local", "เหนือ"),
    AgencyRow("5", "โรงเรียนสมมุติ", (), "local", "ใต้"),
]


def row(name: str, code: str = "", kind: str = "provincial", district: str = "", *aliases: str) -> AgencyRow:
    return AgencyRow(code, name, aliases, kind, district)


LIST = [
    row("แขวงทางใหม่", "2"),
    row("สนง.สมมุติจังหวัดทดสอบ"),
    row("โรงเรียนสมมุติ", "", "local", "ใต้"),
    row("สำนักงานเพิ่งตั้ง"),
    row("โรงเรียนสมมุติ", "", "local", "เหนือ", "ร.ร.ส."),
]


def test_nothing_changes_before_it_is_taken_and_each_line_is_explained(database: Engine) -> None:
    with writing(database) as session:
        agencies.load(session, BEFORE)
    with reading(database) as session:
        changes = roster_changes.compare(session, LIST)
        assert agencies.roster_rows(session) == tuple(BEFORE)
    assert [change.kind for change in changes.rows] == ["renamed", "renamed", "same", "new", "changed"]
    assert changes.rows[0].old_name == "แขวงทางเดิม"
    assert [name for _, name in changes.gone] == ["สำนักงานเลิกแล้ว"]


def test_taking_it_keeps_who_they_are_and_their_old_names(database: Engine) -> None:
    with writing(database) as session:
        agencies.load(session, BEFORE)
        ids = {agency.code: agency.id for agency in session.scalars(select(Agency))}
        roster_changes.take(session, LIST, {}, {ids["3"]}, None, MORNING)
    with reading(database) as session:
        found = {agency.id: agency for agency in session.scalars(select(Agency))}
        assert [found[ids[code]].active for code in "12345"] == [True, True, False, True, True]
        assert (found[ids["2"]].name, [alias.name for alias in found[ids["2"]].aliases]) == ("แขวงทางใหม่", ["แขวงทางเดิม"])
        assert "ร.ร.ส." in {alias.name for alias in found[ids["4"]].aliases}
        assert [one.name for one in agencies.roster_rows(session)] == [one.name for one in LIST]
        assert len({agency.code for agency in found.values()}) == 6
        again = roster_changes.compare(session, LIST)
        assert {change.kind for change in again.rows} == {"same"} and again.gone == ()


def test_a_new_name_may_be_said_to_be_that_of_one_that_is_gone(database: Engine) -> None:
    with writing(database) as session:
        agencies.load(session, BEFORE[:3])
        old = session.scalars(select(Agency).where(Agency.code == "3")).one()
        rows = [*BEFORE[:2], row("สำนักงานเลิกแล้วไม่เลิก")]
        (change,) = roster_changes.compare(session, rows).of("new")
        assert change.alike == ((old.id, "สำนักงานเลิกแล้ว"),)
        roster_changes.take(session, rows, {2: old.id}, (), None, MORNING)
        session.expire_all()
        assert (old.name, old.active, [alias.name for alias in old.aliases]) == ("สำนักงานเลิกแล้วไม่เลิก", True, ["สำนักงานเลิกแล้ว"])


def test_what_is_not_on_a_partial_list_stays_in_use(database: Engine) -> None:
    with writing(database) as session:
        agencies.load(session, BEFORE)
        roster_changes.take(session, LIST[:1], {}, (), None, MORNING)
        assert len(agencies.roster_rows(session)) == 5


def test_of_two_that_are_one_forms_contacts_and_names_go_over(database: Engine) -> None:
    with writing(database) as session:
        office = Office(session)
        one, other = (
            office.agency("ก", "provincial", "", ("fax", "+6653000001")),
            office.agency("ข", "provincial", "", ("fax", "+6653000001")),
        )
        circular = office.circular(one, other)
        form = office.form(circular, one)
        for agency in (one, other):
            session.add(Coordinator(agency_id=agency.id, since=MORNING))
        merge.merge(session, one.id, other.id, None, MORNING)
        session.expire_all()
        assert (one.active, one.merged_into, form.agency_id) == (False, other.id, other.id)
        assert [alias.name for alias in other.aliases] == ["ก"]
        assert session.scalars(select(AgencyContact.agency_id)).all() == [other.id]
        assert [(line.name, line.state) for line in ledger(session, circular.id).lines] == [("ข", "checked")]
        assert len(session.scalars(select(Coordinator).where(Coordinator.until.is_(None))).all()) == 1
        with pytest.raises(merge.MergeRefused):
            merge.merge(session, other.id, one.id, None, MORNING)
