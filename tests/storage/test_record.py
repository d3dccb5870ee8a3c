from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from intake.types import Envelope
from ocr import serial
from storage.engine import reading
from storage.runs import UnknownRun
from storage.tables import Coordinator, Document, Form, Message, Page, Receipt, Run
from tests.support import results
from tests.support.desk import LATER, NOON, Desk
from tests.support.results import LETTER, decided_form


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
