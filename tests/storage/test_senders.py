"""Who sends for whom is learned from what people confirmed, and from nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from intake.types import Sender
from storage import agencies, record
from storage.agencies import AgencyRow
from storage.engine import reading, writing
from storage.receipts import Arrival, keep
from storage.senders import SeenSender, seen_senders
from storage.store import Store
from storage.tables import Form
from tests.storage.test_directory import NOON
from tests.support.office import Office
from tests.support.results import Papers, decided_form

FAX = Sender(number="+6653000001", station="0-5300-0001", address="fax@gw.example", gateway="hylafax")
MAIL = Sender(address="doi@example.go.th")


@pytest.fixture
def clerk(database: Engine) -> int:
    with writing(database) as session:
        agencies.load(session, [AgencyRow(code, code, (), "provincial", "") for code in "AB"])
        return Office(session).user().id


def returned(engine: Engine, folder: Path, sender: Sender, agency: str, done_by: int | None) -> None:
    """A form of the agency came from the sender and is done."""
    store, name = Store(folder / "store"), f"{sender.address}{agency}{done_by}".encode()
    kept = keep(engine, store, Arrival(name, "a.eml", "test", "mail", NOON, "r1"))
    record.record(engine, store, kept.run_id, Papers(folder / "work", sender).result(decided_form(agency), content=name), "r1", NOON)
    with writing(engine) as session:
        form = session.query(Form).filter_by(receipt_id=kept.receipt_id).one()
        form.state, form.done_by = "done", done_by


def seen(engine: Engine) -> tuple[SeenSender, ...]:
    with reading(engine) as session:
        return seen_senders(session)


def test_a_confirmed_return_tells_whose_number_it_is_and_a_gateways_address_is_nobodys(
    database: Engine, tmp_path: Path, clerk: int
) -> None:
    returned(database, tmp_path, FAX, "A", clerk)
    assert seen(database) == (SeenSender("+6653000001", "0-5300-0001", "", "A"),)


def test_a_number_may_be_of_several_agencies_and_each_is_told_once(database: Engine, tmp_path: Path, clerk: int) -> None:
    for agency in "ABA":
        returned(database, tmp_path / agency, MAIL, agency, clerk)
    assert seen(database) == tuple(SeenSender("", "", "doi@example.go.th", agency) for agency in "AB")


def test_what_no_person_confirmed_teaches_nothing(database: Engine, tmp_path: Path, clerk: int) -> None:
    returned(database, tmp_path, FAX, "A", None)
    assert seen(database) == ()
