from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, select

from storage import agencies, circulars
from storage.agencies import AgencyRow
from storage.circulars import CircularError, NewCircular
from storage.engine import reading, writing
from storage.tables import Agency, AgencyContact, Circular

NOON = datetime(2026, 3, 2, 5, tzinfo=UTC)
KINDS = {"provincial": 44, "enterprise": 6, "district": 8, "district-branch": 24, "local": 32}  # as in a real province
ASKED = {"provincial": "direct", "enterprise": "direct", "district": "direct"}


def province() -> list[AgencyRow]:
    return [AgencyRow(f"{kind}-{n}", f"หน่วยงาน {kind} {n}", (), kind, "") for kind, count in KINDS.items() for n in range(count)]


def row(code: str, name: str, *aliases: str) -> AgencyRow:
    return AgencyRow(code, name, aliases, "provincial", "")


def test_a_roster_comes_back_as_it_was_loaded(database: Engine) -> None:
    rows = (row("B", "สำนักงานสมมุติ", "สนง.สมมุติ", "สมมุติ"), row("A", "แขวงทางสมมุติ"))
    with writing(database) as session:
        agencies.load(session, rows)
    with reading(database) as session:
        assert agencies.roster_rows(session) == rows


def test_a_newer_roster_replaces_the_old_but_keeps_who_they_are(database: Engine) -> None:
    with writing(database) as session:
        agencies.load(session, [row("A", "เดิม", "ชื่อเก่า"), row("B", "เลิกแล้ว")])
        first = session.scalars(select(Agency).where(Agency.code == "A")).one()
        session.add(AgencyContact(agency_id=first.id, kind="phone", value="+6653000000"))
    newer = (row("C", "ใหม่"), row("A", "ชื่อใหม่", "ชื่อเก่า", "ชื่อย่อ", "ชื่อย่อ"))
    with writing(database) as session:
        agencies.load(session, newer)
    with reading(database) as session:
        assert agencies.roster_rows(session) == (newer[0], row("A", "ชื่อใหม่", "ชื่อเก่า", "ชื่อย่อ"))
        assert session.scalars(select(Agency.code).where(~Agency.active)).all() == ["B"]
        assert session.scalars(select(Agency.id).where(Agency.code == "A")).one() == first.id


def test_a_circular_asks_by_kind_of_agency(database: Engine) -> None:
    with writing(database) as session:
        agencies.load(session, province())
        circulars.create(session, NewCircular("c1", "เรื่อง", "coordinator", ASKED, due_on=date(2018, 3, 23)), NOON)
    with reading(database) as session:
        lines = session.scalars(select(Circular)).one().addressees
        assert len(lines) == 114
        assert sum(line.asked == "direct" for line in lines) == 58
        assert {line.group for line in lines if line.asked == "no"} == {"district-branch", "local"}
        assert [line.ordinal for line in lines] == list(range(1, 115))


def test_a_wrong_circular_is_refused_in_words(database: Engine) -> None:
    with pytest.raises(CircularError, match="'all'"), writing(database) as session:
        circulars.create(session, NewCircular("c1", "เรื่อง", "coordinator", {"local": "all"}), NOON)
    with pytest.raises(CircularError, match="already"), writing(database) as session:
        for _ in range(2):
            circulars.create(session, NewCircular("c1", "เรื่อง", "coordinator", ASKED), NOON)
