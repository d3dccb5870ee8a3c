from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from intake.types import Envelope, Problem, Unpacked
from rules.types import Covering
from storage import record
from storage.engine import reading, writing
from storage.tables import CoveringLetter, Document, Event, Receipt, Run
from storage.tables import Problem as ProblemRow
from storage.types import FileResult
from tests.support import results
from tests.support.desk import LATER, Desk
from tests.support.results import BLANK, LETTER, OTHER_FORM, UNREADABLE, decided_form


@pytest.mark.parametrize(
    ("pages", "states", "state"),
    [
        pytest.param([LETTER], ["waiting"], "waiting", id="a letter alone"),
        pytest.param([BLANK, LETTER], ["waiting", "waiting"], "waiting", id="no form at all"),
        pytest.param([None, decided_form()], ["waiting", "form"], "waiting", id="a page that was not read"),
        pytest.param([LETTER, BLANK, decided_form()], ["aside", "aside", "form"], "done", id="what goes with a form"),
        pytest.param([OTHER_FORM, decided_form()], ["waiting", "form"], "waiting", id="another form beside it"),
        pytest.param([decided_form(), decided_form("B")], ["form", "form"], "done", id="two forms in one fax"),
    ],
)
def test_which_pages_need_a_person(desk: Desk, pages: list[results.Made], states: list[str], state: str) -> None:
    receipt = desk.read(desk.papers.result(*pages), every_form_seen=False)
    assert desk.pages(receipt) == states
    assert desk.state(receipt) == state


def test_what_a_letter_says_of_itself_is_kept(desk: Desk) -> None:
    desk.read(desk.papers.result(replace(LETTER, covering=Covering("ทส 0033/56", date(2018, 3, 15), "สำนักงานสมมุติ", "ส่งรายชื่อ")), LETTER))
    with reading(desk.engine) as session:
        (kept,) = session.scalars(select(CoveringLetter))
        assert (kept.number, kept.dated, kept.sender, kept.circular) == ("ทส 0033/56", date(2018, 3, 15), "สำนักงานสมมุติ", "")


def test_an_unread_page_of_the_document_is_not_forgotten(desk: Desk) -> None:
    both = desk.papers.result(decided_form(), LETTER)
    receipt = desk.read(replace(both, pages=both.pages[:1]), every_form_seen=False)
    assert desk.pages(receipt) == ["form", "waiting"]


def test_automatic_mail_is_not_ours_unless_it_brings_a_form(desk: Desk) -> None:
    bounce = Envelope(automatic="bounce")
    assert desk.state(desk.read(FileResult(Unpacked(envelope=bounce)))) == "not-ours"
    assert desk.state(desk.read(desk.papers.result(LETTER, envelope=bounce))) == "not-ours"
    assert desk.state(desk.read(desk.papers.result(decided_form(), envelope=bounce))) == "waiting"


@pytest.mark.parametrize(
    "unpacked",
    [
        pytest.param(Unpacked(error=Problem("message-broken", "ข้อความชำรุด")), id="nothing could be opened"),
        pytest.param(Unpacked(), id="an empty mail"),
        pytest.param(Unpacked(problems=(Problem("no-document", "ไม่มีเอกสาร"),)), id="no document"),
    ],
)
def test_what_brought_nothing_waits_with_a_reason_until_a_person_settles_it(desk: Desk, unpacked: Unpacked) -> None:
    receipt = desk.read(FileResult(unpacked))
    assert desk.state(receipt) == "waiting"
    with writing(desk.engine) as session:
        reasons = [row.reason for row in session.scalars(select(ProblemRow))] + [row.error_reason for row in session.scalars(select(Run))]
        assert [reason for reason in reasons if reason]
        session.get_one(Receipt, receipt).settled_at = LATER
    assert desk.state(receipt) == "done"


def test_a_document_that_cannot_be_opened_waits_beside_a_form(desk: Desk) -> None:
    good = desk.papers.result(decided_form())
    locked = desk.papers.document(b"locked", problem=UNREADABLE)
    unpacked = replace(good.unpacked, documents=(*good.unpacked.documents, locked), problems=(UNREADABLE,))
    receipt = desk.read(replace(good, unpacked=unpacked), every_form_seen=False)
    assert desk.state(receipt) == "waiting"
    with reading(desk.engine) as session:
        row = session.scalars(select(Document).where(Document.state == "unreadable")).one()
        assert (row.reason_code, row.reason) == (UNREADABLE.code, UNREADABLE.reason)
        assert session.scalars(select(ProblemRow)).all() == [], "said once"


def test_pages_that_were_lost_of_a_readable_document_are_looked_at(desk: Desk) -> None:
    good = desk.papers.result(decided_form())
    cut = Problem("too-many-pages", "หน้าที่เกินไม่ได้เปิดอ่าน", "fax.tif")
    receipt = desk.read(replace(good, unpacked=replace(good.unpacked, problems=(cut,))), every_form_seen=False)
    assert desk.state(receipt) == "waiting"


def test_a_parked_run_waits_with_its_reason_and_is_in_the_trail(desk: Desk) -> None:
    receipt, run = desk.keep()
    record.park(desk.engine, run, "reader-crashed", "โปรแกรมอ่านหยุดทำงาน", LATER)
    record.park(desk.engine, run, "again", "อีกครั้ง", LATER)
    with reading(desk.engine) as session:
        row = session.get_one(Run, run)
        assert (row.closed_at, row.error_code, row.error_reason) == (LATER, "reader-crashed", "โปรแกรมอ่านหยุดทำงาน")
        assert session.scalars(select(Event.kind)).all() == ["run-parked"]
    assert desk.state(receipt) == "waiting"
    desk.read_again(receipt, desk.papers.result(decided_form()), every_form_seen=False)
    assert desk.state(receipt) == "done", "a later run that succeeds takes its place"
