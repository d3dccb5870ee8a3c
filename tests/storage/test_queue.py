"""What waits for a person, and settling it, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, select

from storage.engine import reading, writing
from storage.queue import queue
from storage.receipt_list import receipts, whole_receipt
from storage.settle import CannotSettle, not_ours, settle
from storage.tables import Circular, Document, Event, Page, Problem, Receipt
from tests.support.office import MORNING, Office


def letter(office: Office) -> Receipt:
    """A receipt whose one page ought to hold a form."""
    receipt = office.receipt()
    page = office.page(receipt, kind="letter", state="waiting", code="no-form")
    page.reason = "ไม่มีแบบรายงาน"
    office.message(receipt, "+6653000001")
    return receipt


def locked(office: Office) -> Receipt:
    """A receipt whose one document cannot be opened."""
    receipt = office.receipt()
    office.run(receipt)
    document: Document = office.document(receipt, "unreadable")
    document.reason, document.reason_code = "ไฟล์ PDF ตั้งรหัสผ่านไว้", "pdf-locked"
    return receipt


def empty(office: Office) -> Receipt:
    """A receipt of whose mail nothing could be used."""
    receipt = office.receipt()
    run = office.run(receipt)
    office.session.add(Problem(run_id=run.id, code="no-document", reason="ไม่มีเอกสารแนบ", document=None))
    return receipt


def parked(office: Office) -> Receipt:
    """A receipt whose reading came to no end, after an earlier run that did."""
    receipt = office.receipt()
    first = office.run(receipt)
    office.session.add(Problem(run_id=first.id, code="old", reason="ของเดิม", document=None))
    office.run(receipt, error_code="crashed", ordinal=2).error_reason = "อ่านไม่สำเร็จหลายครั้ง"
    return receipt


def circular(office: Office) -> Circular:
    return office.circular(office.agency("สำนักงานสมมุติ"))


def test_each_waiting_receipt_is_one_entry_with_its_reasons_the_oldest_first(database: Engine) -> None:
    with writing(database) as session:
        office = Office(session)
        agency = office.agency("สำนักงานสมมุติ")
        form = office.form(office.circular(agency), agency, "waiting")
        office.field(form, "first_name", "x", "waiting")
        office.field(form, "email", "x", "accepted")
        made = [letter(office), locked(office), empty(office), parked(office)]
        office.run(office.receipt(), closed=False)
        office.receipt(not_ours="bounce")
    found = queue(database)
    account, entries = found.account, found.entries
    assert [entry.receipt_id for entry in entries] == [form.receipt_id, *(receipt.id for receipt in made)]
    assert [(one.form_id, one.agency, one.doubtful) for one in entries[0].forms] == [(form.id, "สำนักงานสมมุติ", 1)]
    assert [[reason.reason for reason in entry.reasons] for entry in entries] == [
        [],
        ["ไม่มีแบบรายงาน"],
        ["ไฟล์ PDF ตั้งรหัสผ่านไว้"],
        ["ไม่มีเอกสารแนบ"],
        ["อ่านไม่สำเร็จหลายครั้ง"],
    ]
    assert (entries[1].sender_number, entries[1].kept_at, entries[2].reasons[0].document) == ("+6653000001", MORNING, "fax.tif")
    assert (account.waiting, account.receipts) == (len(entries), 7)


def test_the_queue_gives_the_oldest_where_there_are_too_many(database: Engine) -> None:
    with writing(database) as session:
        office = Office(session)
        ids = [locked(office).id for _ in range(4)]
    found = queue(database, a_page=2)
    account, entries = found.account, found.entries
    assert ([entry.receipt_id for entry in entries], account.waiting) == (ids[:2], 4)


@pytest.mark.parametrize("make", [letter, locked, empty, parked])
def test_settling_ends_the_waiting_and_says_who_did_it(database: Engine, make) -> None:  # type: ignore[no-untyped-def]
    with writing(database) as session:
        office = Office(session)
        receipt, user = make(office), office.user()
    settle(database, receipt.id, user.id)
    whole = whole_receipt(database, receipt.id)
    assert whole is not None and (whole.state, whole.settled_by) == ("done", "ผู้ทดสอบ")
    assert queue(database).entries == ()
    with reading(database) as session:
        event = session.scalars(select(Event)).one()
        assert (event.kind, event.user_id, event.receipt_id) == ("receipt-settled", user.id, receipt.id)
        assert "waiting" not in session.scalars(select(Page.state)).all()


def test_what_is_not_ours_is_gone_with_its_waiting_form(database: Engine) -> None:
    with writing(database) as session:
        office = Office(session)
        form, user = office.form(circular(office), None, "waiting"), office.user()
    not_ours(database, form.receipt_id, user.id)
    whole = whole_receipt(database, form.receipt_id)
    assert whole is not None and (whole.state, whole.forms) == ("not-ours", [])
    assert queue(database).account.not_ours == 1


@pytest.mark.parametrize("action", [settle, not_ours])
def test_what_does_not_wait_cannot_be_settled(database: Engine, action) -> None:  # type: ignore[no-untyped-def]
    with writing(database) as session:
        office = Office(session)
        form, user = office.form(circular(office), None, "done"), office.user()
    for receipt_id in (form.receipt_id, 77):
        with pytest.raises(CannotSettle):
            action(database, receipt_id, user.id)


def test_a_waiting_form_is_not_settled_away(database: Engine) -> None:
    with writing(database) as session:
        office = Office(session)
        form, user = office.form(circular(office), None, "waiting"), office.user()
    with pytest.raises(CannotSettle):
        settle(database, form.receipt_id, user.id)
    assert queue(database).account.waiting == 1


def test_the_list_is_by_state_and_search_a_page_at_a_time(database: Engine) -> None:
    with writing(database) as session:
        office = Office(session)
        first, second = letter(office), locked(office)
        office.receipt(not_ours="bounce")
    count, listed = receipts(database)
    assert (count, [line.state for line in listed]) == (3, ["not-ours", "waiting", "waiting"])
    assert [line.receipt.id for line in receipts(database, "waiting")[1]] == [second.id, first.id]
    assert [line.receipt.id for line in receipts(database, search="3000001")[1]] == [first.id]
    assert [line.receipt.id for line in receipts(database, search=f"{second.number}/2561")[1]] == [second.id]
    assert receipts(database, search=f"{second.number}/2500") == (0, ())
    assert receipts(database, search="100%") == (0, ())
    assert receipts(database, page=2) == (3, ())


def test_a_receipt_that_is_not_there_is_not_found(database: Engine) -> None:
    assert whole_receipt(database, 1) is None
