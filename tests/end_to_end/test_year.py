"""A year's work, played through with a clock of the test's own: nothing is unaccounted for on any evening of it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from datetime import datetime, time
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select

from report.account_words import account_line
from report.daily import Office as Report
from report.facts import gather
from report.queue import preview
from storage import register
from storage.engine import open_engine, reading, writing
from storage.ledger import ledger, open_circulars
from storage.migrate import migrate
from storage.office_days import office_days
from storage.states import account
from storage.tables import Circular, Coordinator, Document, Form, Page, QuotedNumber, Receipt, RegisterEntry, Run, Sighting
from storage.thai_text import BANGKOK, bangkok_date
from storage.working_days import is_working_day
from tests.support.year import LAST, WRITTEN, Year

BALANCED = "บัญชีรับ–จ่ายตรงกัน"


@pytest.fixture
def without_gc() -> Iterator[None]:
    """Hundreds of thousands of small rows: looking for cycles among them takes a sixth of the time."""
    gc.disable()
    yield
    gc.enable()


def says(year: Year) -> str:
    """What the report of the year's last day says now."""
    return preview(year.engine, Report(), LAST, datetime.combine(LAST, time(16), BANGKOK), store=year.store).text


@pytest.mark.timeout(1200)
def test_a_year_is_accounted_for_on_every_evening(tmp_path: Path, without_gc: None) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'year.db'}")
    migrate(engine)
    year = Year(engine, tmp_path)
    busy = idle = 0
    for day in year.days():
        moment = datetime.combine(day, time(16), BANGKOK)
        with reading(engine) as session:
            # What the report says, of all that it is made of; where the day brought nothing, the account and the days alone.
            facts = gather(session, open_circulars(session), day, moment, year.store) if year.came else None
            now = facts.account if facts else account(session)
            days = office_days(session)
        assert facts is None or account_line(facts) == BALANCED, day
        assert now.messages_seen == now.receipts + now.further_sightings, day
        assert now.receipts == now.in_work + now.waiting + now.done + now.not_ours, day
        assert (now.in_work, now.waiting) == (0, 0), day
        busy, idle = busy + (facts is not None), idle + (not is_working_day(day, days))
    assert busy > 60 and idle > 52 * 2 + 10, "weekends and holidays, the office's own among them"
    _every_return_is_in_a_ledger(year)
    _the_register_has_no_gap(year)
    assert BALANCED in says(year).splitlines()
    for plant in (_a_receipt_deleted_by_hand, _a_page_missing, _a_file_missing):
        before = says(year)
        number = plant(year)
        assert number not in before and number in next(line for line in says(year).splitlines() if "ไม่ตรงกัน" in line)
    engine.dispose()


def _every_return_is_in_a_ledger(year: Year) -> None:
    """Each circular's ledger says of each of its 400 agencies what was sent, and when."""
    with reading(year.engine) as session:
        for place, circular in enumerate(session.scalars(select(Circular.id).order_by(Circular.id))):
            found = ledger(session, circular)
            sent = {f"A{agency}": at for (number, agency), at in year.answered.items() if number == place}
            assert {line.code: line.answered_at for line in found.answered()} == sent
            assert found.counts() == {"checked": len(sent), "unanswered": 400 - len(sent)} and not found.others
            late = {code for code, at in sent.items() if bangkok_date(at) > WRITTEN[place][3]}
            assert {line.code for line in found.answered() if line.late} == late != set()
        assert session.scalar(select(func.count()).select_from(Form).where(Form.circular_id.is_(None))) == 0
        twice = select(Coordinator.agency_id).where(Coordinator.until.is_(None)).group_by(Coordinator.agency_id).having(func.count() > 1)
        assert session.scalars(twice).all() == []


def _the_register_has_no_gap(year: Year) -> None:
    with reading(year.engine) as session:
        spans = {row[0]: row[1:] for row in session.execute(_spans())}
        assert set(spans) == {2561, 2562} and spans[2561][0] == 301 and spans[2562][0] == 1
        assert all(register.gaps(session, number) == [] for number in spans)
        assert all(last - first + 1 == count for first, last, count in spans.values())


def _spans():  # type: ignore[no-untyped-def]
    number = RegisterEntry.number
    return select(RegisterEntry.year, func.min(number), func.max(number), func.count()).group_by(RegisterEntry.year)


Plant = Callable[[Year], str]


def _a_receipt_deleted_by_hand(year: Year) -> str:
    with writing(year.engine) as session:
        bounce = select(Receipt).where(Receipt.not_ours == "bounce")
        receipt = session.scalars(bounce.order_by(Receipt.id).limit(1)).one()
        runs = select(Run.id).where(Run.receipt_id == receipt.id)
        session.execute(delete(Page).where(Page.run_id.in_(runs)))
        for table in (Document, Run, Sighting, QuotedNumber):
            session.execute(delete(table).where(table.receipt_id == receipt.id))
        session.connection().exec_driver_sql("DELETE FROM messages WHERE receipt_id = ?", (receipt.id,))
        session.delete(receipt)
        return f"{_thai(receipt.number)}/{_thai(receipt.year)}"


def _a_page_missing(year: Year) -> str:
    with writing(year.engine) as session:
        settled = select(Page, Receipt).join(Run, Run.id == Page.run_id).join(Receipt, Receipt.id == Run.receipt_id)
        page, receipt = session.execute(settled.where(Page.state == "settled").limit(1)).one()
        session.delete(page)
        return f"{_thai(receipt.number)}/{_thai(receipt.year)}"


def _a_file_missing(year: Year) -> str:
    with reading(year.engine) as session:
        receipt = session.scalars(select(Receipt).where(Receipt.year == 2562).order_by(Receipt.id).limit(1)).one()
    year.store.path(receipt.raw_sha256).unlink()
    return f"{_thai(receipt.number)}/{_thai(receipt.year)}"


def _thai(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
