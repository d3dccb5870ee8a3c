from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.engine import reading, writing
from storage.tables import Coordinator, Correction, Document, Form, Page, Receipt, User
from tests.support.desk import LATER, NOON, Desk
from tests.support.results import LETTER, OTHER_FORM, decided_form


def only_form(session: Session) -> Form:
    return session.scalars(select(Form)).one()


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
