"""What is searched for is found without tone marks, and by a number in any form."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from storage.engine import writing
from storage.queue import queue
from storage.queue_order import Wanted
from storage.search import describe
from storage.thai_text import thai_digits
from tests.support.office import DUE, Office


@pytest.fixture
def office(database: Engine) -> Engine:
    """Three receipts that wait: a form of each of two agencies (one doubtful field, two), and a letter."""
    with writing(database) as session:
        made = Office(session)
        late, early = made.agency("ไปรษณีย์ทดสอบ"), made.agency("เกษตรสมมุติ")
        for agency, due, phone, fields in ((late, DUE, "+6653000002;ext=362", 2), (early, DUE.replace(day=20), "+66890000001", 1)):
            receipt = made.receipt()
            made.message(receipt, "+6653009999")
            form = made.form(made.circular(agency, code=agency.code, due_on=due), agency, "waiting", receipt)
            made.field(form, "first_name", "น้ำทิพย์", "waiting")
            made.field(form, "phone", phone, "waiting" if fields == 2 else "accepted")
            session.refresh(form)
            describe(session, form)
        made.page(made.receipt(), kind="letter", state="waiting", code="no-form")
    return database


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("นำทิพย", [1, 2]),
        ("น้ำทิพย์ เกษตร", [2]),
        ("ไปรษณีย", [1]),
        ("0 5300 0002", [1]),
        ("๐๕๓-๐๐๐๐๐๒", [1]),
        ("+6653000002", [1]),
        ("053009999", [1, 2]),
        ("089-000-0001", [2]),
        ("ไม่มีในนี้", []),
    ],
)
def test_search(office: Engine, typed: str, numbers: list[int]) -> None:
    found = queue(office, Wanted(search=typed))
    ids = sorted({entry.receipt_id for entry in found.entries})
    assert [ids.index(entry.receipt_id) for entry in found.entries] == list(range(len(ids)))
    known = [entry.receipt_id for entry in queue(office).entries]
    assert [known.index(one) + 1 for one in ids] == numbers and found.count == len(numbers)


@pytest.mark.parametrize("written", ["{}", "{}/2561"])
def test_an_intake_number_is_found_alone(office: Engine, written: str) -> None:
    wanted = queue(office).entries[2]
    assert queue(office, Wanted(search=thai_digits(written.format(wanted.number)))).entries == (wanted,)


@pytest.mark.parametrize(("sort", "order"), [("waiting", [1, 2, 3]), ("deadline", [2, 1, 3]), ("agency", [2, 1, 3]), ("doubt", [2, 1, 3])])
def test_order(office: Engine, sort: str, order: list[int]) -> None:
    """A Thai dictionary has ไปรษณีย์ under ป, behind เกษตร under ก."""
    known = [entry.receipt_id for entry in queue(office).entries]
    assert [known.index(entry.receipt_id) + 1 for entry in queue(office, Wanted(sort=sort)).entries] == order


@pytest.mark.parametrize(("kind", "count"), [("all", 3), ("form", 2), ("other", 1)])
def test_kinds(office: Engine, kind: str, count: int) -> None:
    assert queue(office, Wanted(kind=kind)).count == count


def test_a_page_of_the_list(office: Engine) -> None:
    pages = [queue(office, Wanted(page=n), a_page=2) for n in (1, 2, 3)]
    assert [len(page.entries) for page in pages] == [2, 1, 0] and {page.count for page in pages} == {3}
