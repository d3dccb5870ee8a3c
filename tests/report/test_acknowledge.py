"""A return is acknowledged once, to a person, and never where that could do harm."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from report.acknowledge import Mode, may_be_answered, queue_acknowledgements
from report.daily import Office as Report
from report.mail_out import Sender, send_due
from storage.engine import reading, writing
from storage.store import Store
from storage.tables import Outbox
from tests.support.mail_server import Taken
from tests.support.office import MORNING, Office

FROM = "saraban@office.example"
OFFICE = Report("สำนักงานตัวอย่าง", None, (), FROM)
EVENING = MORNING + timedelta(hours=6)


def return_by(database: Engine, channel: str = "mail", email: str = "", **message: object) -> None:
    with writing(database) as session:
        office = Office(session)
        agency = office.agency("ก")
        form = office.form(office.circular(agency), agency, receipt=office.receipt(channel=channel))
        office.field(form, "email", email, "accepted" if email else "blank")
        row = office.message(form.page.document.receipt, "+6653001234")
        for name, value in {"from_address": "person@agency.example", "message_id": "<1@agency.example>", **message}.items():
            setattr(row, name, value)


def queued(database: Engine, folder: Path, mode: Mode = "sender", fax: str = "") -> list[str]:
    for _ in range(2):
        queue_acknowledgements(database, Store(folder), OFFICE, mode, EVENING, fax)
    with reading(database) as session:
        return [address for row in session.scalars(select(Outbox)) for address in row.recipients]


def test_one_formal_mail_that_no_robot_answers(database: Engine, tmp_path: Path, mail_server: Taken) -> None:
    return_by(database)
    assert queued(database, tmp_path) == ["person@agency.example"]
    send_due(database, Store(tmp_path), Sender(FROM, mail_server.server), lambda: EVENING)
    (mail,) = mail_server.mails
    body = mail.get_content()
    assert mail["Auto-Submitted"] == "auto-replied" and mail["In-Reply-To"] == "<1@agency.example>"
    assert "ได้รับแบบตอบของท่านแล้ว" in body and "จำนวน ๑ หน้า" in body and "5300" not in body and "๕๓๐๐" not in body


def test_it_is_off_at_first_and_answers_nothing_old(database: Engine, tmp_path: Path) -> None:
    return_by(database)
    assert queued(database, tmp_path, "off") == []
    assert queue_acknowledgements(database, Store(tmp_path), OFFICE, "sender", EVENING + timedelta(days=9)) == 0


def test_to_the_sure_address_on_the_form(database: Engine, tmp_path: Path) -> None:
    return_by(database, "fax", email="coordinator@agency.example")
    assert queued(database, tmp_path, "form") == ["coordinator@agency.example"]


@pytest.mark.parametrize(("pattern", "to"), [("", []), ("{number}@fax.gw.example", ["053001234@fax.gw.example"])])
def test_a_fax_is_answered_only_where_the_gateway_takes_faxes_by_mail(
    database: Engine, tmp_path: Path, pattern: str, to: list[str]
) -> None:
    return_by(database, "fax")
    assert queued(database, tmp_path, "sender", pattern) == to


@pytest.mark.parametrize(
    "message",
    [{"automatic": "auto-reply"}, {"from_address": FROM}, {"from_address": "MAILER-DAEMON@agency.example"}, {"from_address": None}],
)
def test_never_to_a_robot_a_loop_or_nobody(database: Engine, tmp_path: Path, message: dict[str, object]) -> None:
    return_by(database, **message)
    assert queued(database, tmp_path) == []


@pytest.mark.parametrize("address", ["owner-list@x.example", "news-request@x.example", "no-reply@x.example", "x", ""])
def test_addresses_that_are_no_persons(address: str) -> None:
    assert not may_be_answered(address, FROM)
