from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from intake.types import Envelope, Problem, Unpacked
from ocr import serial
from rules.types import OtherPage
from storage import agencies, circulars, record
from storage.agencies import AgencyRow
from storage.circulars import NewCircular
from storage.engine import reading, writing
from storage.receipts import Arrival, keep
from storage.runs import UnknownRun, open_run
from storage.states import receipt_state
from storage.store import Store
from storage.tables import Coordinator, Correction, Document, Event, Form, Message, Page, Receipt, Run, User
from storage.tables import Problem as ProblemRow
from storage.types import FileResult
from tests.support import results
from tests.support.results import LETTER, UNREADABLE, Papers, decided_form

NOON = datetime(2026, 3, 2, 5, tzinfo=UTC)
LATER = NOON + timedelta(minutes=5)
BLANK = OtherPage("blank", "blank", "หน้าว่าง")
OTHER_FORM = OtherPage("form", "other-form", "เป็นแบบอื่น")


class Desk:
    """Keeps papers and records what was read of them."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine, self.store, self.papers = engine, Store(folder / "store"), Papers(folder / "work")
        self.kept = 0
        with writing(engine) as session:
            agencies.load(session, [AgencyRow("A", "สำนักงานสมมุติ", (), "provincial", ""), AgencyRow("B", "อื่น", (), "provincial", "")])
            circulars.create(session, NewCircular("c1", "เรื่อง", "coordinator", {"provincial": "direct"}), NOON)

    def keep(self) -> tuple[int, int]:
        """A new receipt's id and its run's."""
        self.kept += 1
        kept = keep(self.engine, self.store, Arrival(b"raw %d" % self.kept, "a.eml", "test", "mail", NOON, "r1"))
        return kept.receipt_id, kept.run_id

    def read(self, result: FileResult, every_form_seen: bool = True) -> int:
        """The id of a new receipt of which this was read."""
        receipt, run = self.keep()
        self.record(run, result, every_form_seen)
        return receipt

    def record(self, run_id: int, result: FileResult, every_form_seen: bool = True) -> None:
        record.record(self.engine, self.store, run_id, result, "r2", LATER, every_form_seen=every_form_seen)

    def read_again(self, receipt: int, result: FileResult, every_form_seen: bool = True) -> None:
        with writing(self.engine) as session:
            run = open_run(session, receipt, "r3", LATER)
        self.record(run.id, result, every_form_seen)

    def state(self, receipt: int) -> str | None:
        with reading(self.engine) as session:
            return session.scalar(select(receipt_state()).where(Receipt.id == receipt))

    def pages(self, receipt: int) -> list[str]:
        with reading(self.engine) as session:
            rows = session.scalars(select(Page).join(Run).where(Run.receipt_id == receipt).order_by(Run.ordinal, Page.number))
            return [row.state for row in rows]


@pytest.fixture
def desk(database: Engine, tmp_path: Path) -> Desk:
    return Desk(database, tmp_path)


def only_form(session: Session) -> Form:
    return session.scalars(select(Form)).one()


def test_everything_that_was_read_is_there(desk: Desk) -> None:
    receipt = desk.read(
        desk.papers.result(LETTER, decided_form(accepted=False), envelope=Envelope("<1@gw>", "โทรสาร", "a@gw.example", NOON, 2))
    )
    with reading(desk.engine) as session:
        run = session.scalars(select(Run)).one()
        assert (run.closed_at, run.reader, run.error_code) == (LATER, "r2", None)
        message = session.get_one(Message, receipt)
        assert (message.subject, message.from_address, message.pages_claimed) == ("โทรสาร", "a@gw.example", 2)
        assert (message.sender_number, message.gateway) == ("+6653000001", "hylafax")
        assert session.get_one(Receipt, receipt).taken_at == NOON
        document = session.scalars(select(Document)).one()
        assert (document.name, document.state, document.ordinal) == ("fax.tif", "read", 1)
        assert desk.store.get(document.sha256) == b"paper"
        letter, page = session.scalars(select(Page).order_by(Page.number)).all()
        assert (letter.kind, letter.state, letter.reason_code, letter.reason) == ("letter", "aside", LETTER.code, LETTER.reason)
        assert (page.kind, page.state, page.scale_y, page.turn, page.document_id) == ("form", "form", 0.5, 180, document.id)
        assert desk.store.get(page.image_sha256) == b"picture 2"
        assert serial.loads(desk.store.get(page.reading_sha256 or "")) == results.reading()
        form = only_form(session)
        assert (form.state, form.definition, form.page_id, form.version) == ("waiting", "coordinator", page.id, 1)
        assert form.agency and form.agency.code == "A" and form.circular_id is not None
        fields = [(f.name, f.kind, f.state, f.value, f.hand) for f in form.fields]
    assert fields == [
        ("agency", "agency", "accepted", "สำนักงานสมมุติ", False),
        ("title", "title", "accepted", "นาย", False),
        ("first_name", "given_name", "accepted", "สมมุติ", True),
        ("phone", "phone", "waiting", "+6653000002", False),
    ]
    assert form.fields[0].box == [1, 2, 3, 4] and form.fields[0].proofs == ["roster"]
    assert form.fields[2].candidates == ["สมมติ"] and form.fields[3].others == ["+66890000000"]


def test_recording_twice_changes_nothing(desk: Desk) -> None:
    _, run = desk.keep()
    desk.record(run, desk.papers.result(decided_form()))
    desk.record(run, desk.papers.result(LETTER, LETTER))
    with reading(desk.engine) as session:
        assert only_form(session).state == "waiting"
        assert len(session.scalars(select(Page)).all()) == 1
    with pytest.raises(UnknownRun):
        desk.record(run + 1, desk.papers.result(LETTER))


@pytest.mark.parametrize(
    ("form", "every_form_seen", "state", "rows"),
    [
        pytest.param(decided_form(), False, "done", 1, id="all accepted"),
        pytest.param(decided_form(), True, "waiting", 0, id="every form is seen"),
        pytest.param(decided_form(accepted=False), False, "waiting", 0, id="a field waits"),
        pytest.param(decided_form(agency=None), False, "waiting", 0, id="agency unknown"),
        pytest.param(decided_form(agency="gone"), False, "waiting", 0, id="agency not in the database"),
        pytest.param(decided_form(phone=""), False, "done", 1, id="an empty place, surely empty"),
        pytest.param(replace(decided_form(), fields={}), False, "waiting", 0, id="values missing"),
    ],
)
def test_a_form_waits_or_is_done_and_in_the_directory(desk: Desk, form: object, every_form_seen: bool, state: str, rows: int) -> None:
    receipt = desk.read(desk.papers.result(form), every_form_seen)  # type: ignore[arg-type]
    with reading(desk.engine) as session:
        assert only_form(session).state == state
        assert len(session.scalars(select(Coordinator)).all()) == rows
        assert len(only_form(session).fields) == 4
    assert desk.state(receipt) == state


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


def test_the_same_paper_is_found_by_its_documents_and_logos_are_no_papers(desk: Desk) -> None:
    first = desk.read(desk.papers.result(decided_form()))
    logo = desk.papers.result(content=b"logo")
    desk.read(logo)
    again = desk.read(desk.papers.result(decided_form()))
    with_logo = desk.read(logo)
    with reading(desk.engine) as session:
        assert session.get_one(Receipt, again).same_paper_as == first
        assert session.get_one(Receipt, with_logo).same_paper_as is None


def test_reading_again_replaces_what_no_person_touched(desk: Desk) -> None:
    receipt = desk.read(desk.papers.result(LETTER, decided_form()), every_form_seen=False)
    desk.read_again(receipt, desk.papers.result(decided_form("B"), LETTER), every_form_seen=False)
    assert desk.pages(receipt) == ["superseded", "superseded", "form", "aside"]
    with reading(desk.engine) as session:
        assert session.scalars(select(Form.state).order_by(Form.id)).all() == ["withdrawn", "done"]
        assert session.scalars(select(Coordinator.until)).all() == [None]
        assert len(session.scalars(select(Document)).all()) == 1
    assert desk.state(receipt) == "done"


def test_reading_again_leaves_what_a_person_made(desk: Desk) -> None:
    receipt = desk.read(desk.papers.result(decided_form(), LETTER, OTHER_FORM))
    with writing(desk.engine) as session:
        user = User(login="c", name="c", duty="clerk", password_hash="x", made_at=NOON)
        session.add(user)
        session.flush()
        session.add(Correction(field_id=only_form(session).fields[0].id, user_id=user.id, at=LATER, action="confirmed", form_version=1))
        session.scalars(select(Page).where(Page.number == 3)).one().state = "settled"
    desk.read_again(receipt, desk.papers.result(decided_form("B"), LETTER, OTHER_FORM))
    with reading(desk.engine) as session:
        assert only_form(session).state == "waiting"
    assert desk.pages(receipt)[3:] == ["form", "aside", "settled"]
