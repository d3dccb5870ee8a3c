"""On which days a report is made."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from report.daily import Office as Report
from report.queue import preview, queue_due_reports
from storage.engine import reading, writing
from storage.office_days import settle_day
from storage.store import Store
from storage.tables import Outbox
from tests.support.office import MORNING

HOUR = time(15, 30)
OFFICE = Report("", None, ("head@office.example",), "saraban@office.example")
WEDNESDAY = datetime(2018, 3, 21, 9, tzinfo=UTC)  # ๑๖.๐๐ น.


def days(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return list(session.scalars(select(Outbox.key).order_by(Outbox.id)))


@pytest.fixture
def make(database: Engine, tmp_path: Path):  # type: ignore[no-untyped-def]
    """Makes what is due at a moment, twice as a scheduler would; gives the days made so far."""

    def at(moment: datetime) -> list[str]:
        for _ in range(2):
            queue_due_reports(database, Store(tmp_path), OFFICE, moment, HOUR)
        return days(database)

    return at


def test_not_before_its_hour_and_once(make) -> None:  # type: ignore[no-untyped-def]
    assert make(WEDNESDAY - timedelta(hours=1)) == []
    assert make(WEDNESDAY) == ["2018-03-21"]
    assert make(WEDNESDAY + timedelta(hours=3)) == ["2018-03-21"]


def test_no_report_on_days_off_and_the_offices_word_wins(database: Engine, make) -> None:  # type: ignore[no-untyped-def]
    with writing(database) as session:
        settle_day(session, date(2018, 3, 22), False, "วันหยุดพิเศษ", None, MORNING)
        settle_day(session, date(2018, 3, 24), True, "ชดเชย", None, MORNING)
    for n in range(6):
        make(WEDNESDAY + timedelta(days=n))
    assert days(database) == ["2018-03-21", "2018-03-23", "2018-03-24", "2018-03-26"]


def test_one_that_was_missed_over_midnight_is_made_later_with_its_own_day(database: Engine, make) -> None:  # type: ignore[no-untyped-def]
    make(WEDNESDAY)
    assert make(WEDNESDAY + timedelta(days=2, hours=-9)) == ["2018-03-21", "2018-03-22"]
    letter = preview(database, OFFICE, date(2018, 3, 22), WEDNESDAY + timedelta(days=2), 2)
    assert "รายงานประจำวันพฤหัสบดีที่ ๒๒ มีนาคม ๒๕๖๑ (ลำดับที่\u00a0๒) จัดทำย้อนหลัง" in letter.text


def test_after_a_long_pause_the_last_days_are_made_and_the_others_said(database: Engine, make) -> None:  # type: ignore[no-untyped-def]
    make(WEDNESDAY)
    made = make(WEDNESDAY + timedelta(days=14))
    assert made[0] == "2018-03-21" and len(made) == 6 and made[-1] == "2018-04-04"
    first = date.fromisoformat(made[1])
    assert "ไม่ได้ออกรายงานในวันทำการ" in preview(database, OFFICE, first, WEDNESDAY + timedelta(days=14)).text
