"""The main job on real servers: a gateway's mail in a mailbox, the row, a correction in a browser, the report by mail."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select

from storage.engine import reading, writing
from storage.office_days import settle_day
from storage.tables import Coordinator, Form, MailboxPosition, Receipt
from storage.thai_text import bangkok_date
from tests.end_to_end.daemon import ROOT, Office
from tests.support.dovecot import BINARY, Dovecot
from tests.support.mail_server import Taken, running_mail_server

SAMPLES = ROOT / "samples"
FAX = SAMPLES / "01-typed.eml"


@pytest.fixture
def mailbox() -> Iterator[Dovecot]:
    if not Path(BINARY).exists() and not shutil.which(BINARY):
        pytest.skip("no Dovecot: apt-get install dovecot-imapd")
    with Dovecot() as dovecot:
        yield dovecot


@pytest.fixture
def mail_server() -> Iterator[Taken]:
    with running_mail_server() as taken:
        yield taken


def on_the_paper() -> dict[str, str]:
    """What the sample's sender wrote, by field."""
    truth = json.loads((SAMPLES / "truth.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert truth["file"] == FAX.name
    fields: dict[str, str] = truth["forms"][0]["fields"]
    return fields


def correct(browser: Browser, address: str, login: str, password: str, values: dict[str, str]) -> None:
    """Logs in, opens the waiting form, types what stands on the paper, and saves."""
    page = browser.new_page()
    page.goto(address)
    page.fill("#login", login)
    page.fill("#password", password)
    page.click("button.main")
    page.goto(f"{address}next")
    for name, value in values.items():
        page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
        page.fill(f"#{name}", value)
    page.click("#save")
    page.wait_for_selector("text=ไม่มีแบบตอบรอตรวจอีก")
    page.close()


def test_a_fax_by_mail_becomes_a_row_and_a_line_of_the_report(
    office: Office, mailbox: Dovecot, mail_server: Taken, browser: Browser, tmp_path: Path
) -> None:
    (tmp_path / "password").write_text(mailbox.password)
    office.settings |= {"IMAP_1_URL": mailbox.url, "IMAP_1_USER": mailbox.user, "IMAP_1_PASSWORD_FILE": str(tmp_path / "password")}
    office.settings |= {"SMTP_URL": mail_server.server.url, "MAIL_FROM": "saraban@office.example", "REPORT_TO": "head@office.example"}
    password = office.saraban("user", "add", "somsri", "สมศรี ทดลอง").split()[1]
    assert "✗" not in office.saraban("check")
    mailbox.deliver(b"Subject: ten years old\r\n\r\n")

    office.start("--role", "intake", "--role", "worker", "--role", "web")
    office.until(lambda: office.count(MailboxPosition.last_uid) == 1)
    mailbox.deliver(FAX.read_bytes())
    office.until(office.all_read(1))
    with reading(office.engine) as session:
        form = session.scalars(select(Form)).one()
        assert (form.definition, form.state) == ("coordinator", "waiting")
        assert session.scalars(select(Receipt)).one().channel == "fax"
        assert session.scalars(select(Coordinator)).all() == []

    paper = on_the_paper()
    paper["first_name"] = paper["first_name"].removeprefix("นาย")
    correct(browser, office.address(), "somsri", password, {"title": "นาย", **paper})
    assert office.stop() == 0
    rows = list(csv.DictReader(io.StringIO(office.saraban("export").removeprefix("\ufeff"))))
    assert [row["นามสกุล"] for row in rows] == [paper["last_name"]]
    assert rows[0]["หน่วยงาน"] == paper["agency"]
    assert rows[0]["อีเมล"] == paper["email"]

    now = datetime.now(UTC)
    with writing(office.engine) as session:  # whatever day it is, the office works
        settle_day(session, bangkok_date(now), True, "ทดสอบ", None, now)
    office.settings["REPORT_AT"] = "00:00"
    office.start("--role", "scheduler")
    office.until(lambda: mail_server.mails)
    assert office.stop() == 0
    body = mail_server.mails[0].get_body(("plain",))
    assert body is not None
    assert "๑ จาก ๕๘" in body.get_content()
    assert mail_server.recipients == [["head@office.example"]]
    with mailbox.client() as client:
        client.select_folder("INBOX")
        assert client.search("ALL") == client.search("UNSEEN") == [1, 2]


def test_a_daemon_killed_while_it_reads_goes_on_and_takes_nothing_twice(office: Office) -> None:
    office.settings["DROP_1"] = str(office.drop)
    for name in ("01-typed.eml", "08-broken.eml"):
        shutil.copy(SAMPLES / name, office.drop)
    office.start("--role", "intake", "--role", "worker")
    office.until(lambda: office.count(Receipt.id) == 2 and office.open_runs())
    office.kill()
    assert office.open_runs() > 0
    shutil.copy(FAX, office.drop / "again.eml")
    for file in (office.folder / "var").glob("jobs.sqlite*"):
        file.unlink()
    office.start("--role", "intake", "--role", "worker")
    office.until(office.all_read(2))
    office.until(lambda: not list(office.drop.glob("*.eml")))
    assert office.stop() == 0
    assert office.count(Receipt.id) == 2
    assert office.count(Form.id) == 1
