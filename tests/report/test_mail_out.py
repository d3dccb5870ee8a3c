"""Mail goes out once; in doubt once more with the same Message-ID; never from two schedulers."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from email.header import decode_header, make_header
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from report import mail_out, queue, smtp
from report.daily import Office
from report.mail_out import Sender, send_due
from report.queue import queue_report
from report.smtp import Server
from storage import outbox
from storage.engine import open_engine, reading, writing
from storage.store import Store
from storage.tables import Counter, Outbox
from tests.support.killed import runs_through
from tests.support.mail_server import Taken
from tests.support.office import MORNING
from tests.support.office import Office as DatabaseOffice
from tests.support.together import in_processes

DAY = date(2018, 3, 21)
FROM = "สำนักงานตัวอย่าง <saraban@office.example>"
MAIL = b"Message-ID: <saraban.report.%s@office.example>\r\n\r\nx\r\n"
OFFICE = Office("สำนักงานตัวอย่าง", None, ("head@office.example",), FROM)


def at(moment: datetime) -> mail_out.Clock:
    return lambda: moment


def plain(mail: EmailMessage, header: str) -> str:
    """A header decoded (the parser's own decoding puts a blank between the encoded words of a name)."""
    return str(make_header(decode_header(dict(mail.raw_items())[header])))


def rows(engine: Engine) -> list[Outbox]:
    with reading(engine) as session:
        return list(session.scalars(select(Outbox).order_by(Outbox.id)))


def test_a_report_goes_out_once_however_often_it_is_asked_for(database: Engine, tmp_path: Path, mail_server: Taken) -> None:
    store, sender = Store(tmp_path / "store"), Sender(FROM, mail_server.server)
    for _ in range(3):
        queue_report(database, store, OFFICE, DAY, MORNING)
        send_due(database, store, sender, at(MORNING))
    (mail,) = mail_server.mails
    assert mail["Message-ID"] == "<saraban.report.2018-03-21@office.example>"
    assert plain(mail, "From") == FROM and mail["To"] == "head@office.example"
    assert mail["Auto-Submitted"] == "auto-generated"
    text, html = (mail.get_body((kind,)) for kind in ("plain", "html"))
    assert text and html and "ลำดับที่\u00a0๑" in text.get_content() and "ลำดับที่\u00a0๑" in html.get_content()
    (row,) = rows(database)
    assert (row.state, row.number, row.attempts, row.doubts, row.sent_at) == ("sent", 1, 1, 0, MORNING)


def test_the_report_brings_the_lists_of_received_for_the_line_group(database: Engine, tmp_path: Path, mail_server: Taken) -> None:
    with writing(database) as session:
        desk = DatabaseOffice(session)
        agency = desk.agency("สำนักงานสมมุติ")
        desk.form(desk.circular(agency), agency)
    queue_report(database, Store(tmp_path), OFFICE, DAY, MORNING)
    send_due(database, Store(tmp_path), Sender(FROM, mail_server.server), at(MORNING))
    files = {part.get_filename(): part.get_content() for part in mail_server.mails[0].iter_attachments()}
    assert list(files) == ["ledger-2018-03-21.xlsx", *(f"received-1-2018-03-21.{kind}" for kind in ("txt", "png", "pdf"))]
    text = files["received-1-2018-03-21.txt"]
    assert "- สำนักงานสมมุติ" in (text if isinstance(text, str) else text.decode())


def test_each_day_has_its_own_number(database: Engine, tmp_path: Path) -> None:
    for day in range(3):
        queue_report(database, Store(tmp_path), OFFICE, DAY + timedelta(days=day), MORNING + timedelta(days=day))
    assert [row.number for row in rows(database)] == [1, 2, 3]


def test_without_recipients_there_is_nothing_to_queue(database: Engine, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="recipients"):
        queue_report(database, Store(tmp_path), Office(mail_from=FROM), DAY, MORNING)


def test_what_a_server_refuses_for_now_is_tried_again_and_later_each_time(database: Engine, tmp_path: Path, mail_server: Taken) -> None:
    store, sender = Store(tmp_path), Sender(FROM, mail_server.server)
    queue_report(database, store, OFFICE, DAY, MORNING)
    mail_server.busy = 2
    waits = []
    now = MORNING
    for _ in range(2):
        assert send_due(database, store, sender, at(now)) == 0
        (row,) = rows(database)
        assert row.state == "queued" and row.last_error == "smtp-data" and row.next_at
        assert send_due(database, store, sender, at(row.next_at - timedelta(seconds=1))) == 0
        waits.append(row.next_at - now)
        now = row.next_at
    assert waits[0] < waits[1]
    assert send_due(database, store, sender, at(now)) == 1
    assert len(mail_server.mails) == 1 and rows(database)[0].attempts == 3


def test_a_server_that_is_not_there_is_tried_again(database: Engine, tmp_path: Path, mail_server: Taken) -> None:
    store = Store(tmp_path)
    queue_report(database, store, OFFICE, DAY, MORNING)
    assert send_due(database, store, Sender(FROM, Server("smtp://127.0.0.1:1")), at(MORNING)) == 0
    assert rows(database)[0].last_error == "smtp-unreachable"
    assert send_due(database, store, Sender(FROM, mail_server.server), at(MORNING + timedelta(hours=1))) == 1


def test_a_recipient_whom_nobody_knows_keeps_no_mail_from_the_others(database: Engine, tmp_path: Path, mail_server: Taken) -> None:
    store, sender = Store(tmp_path), Sender(FROM, mail_server.server)
    office = Office("", None, ("gone@office.example", "head@office.example"), FROM)
    mail_server.unknown = {"gone@office.example"}
    queue_report(database, store, office, DAY, MORNING)
    assert send_due(database, store, sender, at(MORNING)) == 1
    assert mail_server.recipients == [["head@office.example"]]
    assert (rows(database)[0].state, rows(database)[0].last_error) == ("sent", "smtp-recipient")


def test_with_no_recipient_known_the_mail_has_failed(database: Engine, tmp_path: Path, mail_server: Taken) -> None:
    store, sender = Store(tmp_path), Sender(FROM, mail_server.server)
    mail_server.unknown = set(OFFICE.recipients)
    queue_report(database, store, OFFICE, DAY, MORNING)
    assert send_due(database, store, sender, at(MORNING)) == 0
    assert rows(database)[0].state == "failed"


@pytest.mark.parametrize(("drops", "copies", "state"), [(1, 2, "sent"), (9, 2, "failed")])
def test_in_doubt_one_more_copy_goes_out_and_no_third(
    database: Engine, tmp_path: Path, mail_server: Taken, drops: int, copies: int, state: str
) -> None:
    store, sender = Store(tmp_path), Sender(FROM, mail_server.server)
    queue_report(database, store, OFFICE, DAY, MORNING)
    mail_server.drops = drops
    for hour in range(5):
        send_due(database, store, sender, at(MORNING + timedelta(hours=hour)))
    assert len(mail_server.mails) == copies and len(set(mail_server.message_ids())) == 1
    assert (rows(database)[0].state, rows(database)[0].last_error) == (state, None if state == "sent" else "in-doubt")


def test_the_next_report_says_that_the_one_before_is_in_doubt(database: Engine, tmp_path: Path, mail_server: Taken) -> None:
    store, sender = Store(tmp_path), Sender(FROM, mail_server.server)
    mail_server.drops = 1
    for day in range(2):
        now = MORNING + timedelta(days=day)
        queue_report(database, store, OFFICE, DAY + timedelta(days=day), now)
        send_due(database, store, sender, at(now))
        send_due(database, store, sender, at(now + timedelta(hours=1)))
    body = mail_server.mails[-1].get_body(("plain",))
    assert body and "รายงานฉบับก่อน (ลำดับที่ ๑ วันที่ ๒๑ มี.ค. ๖๑) อาจถึงผู้รับสองครั้ง" in body.get_content()


def test_other_mail_in_doubt_is_not_sent_again(database: Engine, tmp_path: Path, mail_server: Taken) -> None:
    store, sender = Store(tmp_path), Sender(FROM, mail_server.server)
    with writing(database) as session:
        outbox.queue(session, "acknowledgement", "7", "<ack.7@office.example>", ["agency@example.org"], MORNING)
        outbox.set_content(session, "acknowledgement", "7", store.put(b"Subject: x\r\n\r\nx\r\n"))
    mail_server.drops = 1
    for hour in range(3):
        send_due(database, store, sender, at(MORNING + timedelta(hours=hour)))
    assert len(mail_server.mails) == 1 and rows(database)[0].state == "failed"


def test_two_schedulers_at_once_make_one_report_and_send_it_once(database_url: str, tmp_path: Path, mail_server: Taken) -> None:
    def schedule(_n: int) -> None:
        engine = open_engine(database_url)
        queue_report(engine, Store(tmp_path / "store"), OFFICE, DAY, MORNING)
        send_due(engine, Store(tmp_path / "store"), Sender(FROM, mail_server.server), at(MORNING))

    in_processes(schedule, 3)
    engine = open_engine(database_url)
    (row,) = rows(engine)
    assert (row.state, row.number, len(mail_server.mails)) == ("sent", 1, 1)
    with reading(engine) as session:
        assert session.scalars(select(Counter.n).where(Counter.series == "report")).all() == [1]
    engine.dispose()


def test_killed_at_any_line_of_sending(database_url: str, tmp_path: Path, mail_server: Taken) -> None:
    """One copy if the server had not taken it; at most two, with the same Message-ID, if nobody can know."""
    engine, store, sender = open_engine(database_url), Store(tmp_path / "store"), Sender(FROM, mail_server.server)
    finished = False
    line = 0
    while not finished:
        line += 2 if engine.dialect.name == "sqlite" else 3
        day = DAY + timedelta(days=line)
        with writing(engine) as session:
            outbox.queue(
                session, "report", day.isoformat(), mail_out.message_id("report", day.isoformat(), FROM), ["h@office.example"], MORNING
            )
            outbox.set_content(session, "report", day.isoformat(), store.put(MAIL % day.isoformat().encode()))
        before = len(mail_server.mails)
        finished = runs_through(lambda: send_due(open_engine(database_url), store, sender, at(MORNING)), [mail_out, smtp], line)
        for hour in (1, 2):
            send_due(engine, store, sender, at(MORNING + timedelta(hours=hour)))
        row = rows(engine)[-1]
        copies = mail_server.message_ids()[before:]
        assert row.state == "sent" and set(copies) == {row.message_id}, line
        assert len(copies) <= 1 + row.doubts <= 2, line
    assert line > 40 and len(mail_server.mails) > len(rows(engine)), "no kill fell between the server's taking and our commit"
    engine.dispose()


def test_killed_at_any_line_of_queueing(database_url: str, tmp_path: Path) -> None:
    """The report stands in the outbox after the next try, with the number that it had, and no number is lost."""
    engine, store = open_engine(database_url), Store(tmp_path / "store")
    finished = False
    line = 0
    while not finished:
        line += 3 if engine.dialect.name == "sqlite" else 5
        day = DAY + timedelta(days=line)
        finished = runs_through(lambda day=day: queue_report(open_engine(database_url), store, OFFICE, day, MORNING), [queue, outbox], line)
        queue_report(engine, store, OFFICE, day, MORNING)
    found = rows(engine)
    assert [row.number for row in found] == list(range(1, len(found) + 1))
    assert all(store.has(row.content_sha256) for row in found) and len(found) > 5
    engine.dispose()
