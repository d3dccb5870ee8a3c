"""Taking back what a person did to a receipt, an asking, a sender, a strip keyed blind, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, select

from rules.forms import builtin_forms
from storage.ask_again import ask_for_receipt, askings, settle_asking
from storage.blind import Keyed, key
from storage.by_hand import bind_sender, type_in
from storage.engine import reading, writing
from storage.settle import not_ours, settle
from storage.tables import AgencyContact, BlindKey, Event, Field, Form, Page, Receipt
from storage.take_back import ASKING, KEYED, RECEIPT, SENDER, take_back
from storage.undo import CannotUndo
from tests.support.office import Office

NOW = datetime(2018, 3, 21, 8, tzinfo=UTC)
FORM = builtin_forms()[0]


@pytest.fixture
def letter(database: Engine) -> int:
    """A receipt whose one page waits, with a form that waits beside it, from a number that nobody knows; users 1 and 2."""
    with writing(database) as session:
        office = Office(session)
        office.user()
        office.user("other")
        receipt = office.receipt()
        office.page(receipt, kind="letter", state="waiting", code="no-form").reason = "ไม่มีแบบรายงาน"
        office.message(receipt, "+6653000001")
        office.agency("สำนักงานสมมุติ")
        return receipt.id


def everything(database: Engine) -> list[Any]:
    with reading(database) as session:
        receipt = session.execute(select(Receipt.not_ours, Receipt.settled_at, Receipt.settled_by)).one()
        pages = session.execute(select(Page.state, Page.reason, Page.reason_code).order_by(Page.id)).all()
        live = session.scalars(select(Form.id).where(Form.state != "withdrawn")).all()
        contacts = session.scalars(select(AgencyContact.value)).all()
        return [tuple(receipt), [tuple(page) for page in pages], live, contacts, askings(database)]


ACTIONS: dict[str, tuple[str, Callable[[Engine, int], object]]] = {
    "settled": (RECEIPT, lambda database, letter: settle(database, letter, 1)),
    "not ours": (RECEIPT, lambda database, letter: not_ours(database, letter, 1)),
    "asked again": (RECEIPT, lambda database, letter: ask_for_receipt(database, letter, 1, "cut-off", NOW)),
    "typed in": (RECEIPT, lambda database, letter: type_in(database, 1, FORM, 3, 1, NOW)),
    "sender bound": (SENDER, lambda database, letter: bind_sender(database, letter, 1, 1, NOW)),
}


@pytest.mark.parametrize("name", ACTIONS)
def test_what_was_done_is_taken_back_once_by_who_did_it(database: Engine, letter: int, name: str) -> None:
    kind, act = ACTIONS[name]
    before = everything(database)
    act(database, letter)
    assert everything(database) != before
    with pytest.raises(CannotUndo):
        take_back(database, kind, letter, 2, NOW)
    take_back(database, kind, letter, 1, NOW)
    assert everything(database) == before
    with reading(database) as session:
        assert session.scalars(select(Event.kind).order_by(Event.id)).all()[-1] == f"{kind}-undone"
    with pytest.raises(CannotUndo):
        take_back(database, kind, letter, 1, NOW)


def test_what_was_changed_since_stays(database: Engine, letter: int) -> None:
    (form_id,) = type_in(database, 1, FORM, 1, 1, NOW)
    with writing(database) as session:
        session.get_one(Form, form_id).version += 1
    before = everything(database)
    with pytest.raises(CannotUndo):
        take_back(database, RECEIPT, letter, 1, NOW)
    assert everything(database) == before


def test_an_asking_that_was_settled_is_open_again(database: Engine, letter: int) -> None:
    ask_for_receipt(database, letter, 1, "cut-off", NOW)
    (asking,) = askings(database)
    settle_asking(database, asking.id, 1, NOW)
    take_back(database, ASKING, asking.id, 1, NOW)
    assert askings(database) == (asking,)


def test_a_strip_keyed_is_keyed_no_more_until_a_supervisor_decided(database: Engine, letter: int) -> None:
    (form_id,) = type_in(database, 1, FORM, 1, 1, NOW)
    with reading(database) as session:
        one, other = session.scalars(select(Field.id).where(Field.form_id == form_id).order_by(Field.id).limit(2))
    for field in (one, other):
        key(database, field, Keyed("ก"), 1, NOW)
    take_back(database, KEYED, one, 1, NOW)
    with writing(database) as session:
        assert session.scalars(select(BlindKey.field_id)).all() == [other]
        session.scalars(select(BlindKey)).one().settled_at = NOW
    with pytest.raises(CannotUndo):
        take_back(database, KEYED, other, 1, NOW)
