"""The mailbox against a real IMAP server: from now on, in order, none lost, none twice, nothing changed on the server."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from intake.imap import ImapError
from intake.mailbox import Mailbox
from tests.support.dovecot import Dovecot
from tests.support.mail_memory import MemoryHere
from tests.support.mail_office import MailOffice, account, message, nothing_more


def test_taking_starts_with_what_arrives_from_then_on(dovecot: Dovecot, folder: str) -> None:
    dovecot.deliver(message(1), folder)
    with MailOffice(account(dovecot, folder)).open() as office:
        assert office.looked.wait(20)
        dovecot.deliver(message(2), folder)
        dovecot.deliver(message(3), folder)
        assert office.take(2) == [message(2), message(3)]
        assert nothing_more(office.kept)


def test_what_arrived_while_nobody_looked_is_taken_once(dovecot: Dovecot, folder: str) -> None:
    office = MailOffice(account(dovecot, folder))
    with office.open():
        assert office.looked.wait(20)
    dovecot.deliver(message(1), folder)
    dovecot.deliver(message(2), folder)
    with office.open():
        assert office.take(2) == [message(1), message(2)]
    with office.open():
        assert nothing_more(office.kept)


def test_what_was_not_kept_comes_again_and_holds_back_what_follows(dovecot: Dovecot, folder: str) -> None:
    refused = iter([False, False])
    office = MailOffice(account(dovecot, folder), keeps=lambda arrival: next(refused, True))
    with office.open():
        assert office.looked.wait(20)
        dovecot.deliver(message(1), folder)
        dovecot.deliver(message(2), folder)
        assert office.take(2) == [message(1), message(2)]
    assert [office.seen.get_nowait().content for _ in range(4)] == [message(1)] * 3 + [message(2)]


def test_facts_of_an_arrival(dovecot: Dovecot, folder: str) -> None:
    arrived = datetime(2018, 3, 5, 9, 30, tzinfo=UTC)
    with MailOffice(account(dovecot, folder)).open() as office:
        assert office.looked.wait(20)
        dovecot.deliver(message(1), folder, arrived)
        arrival = office.kept.get(timeout=20)
    assert arrival.arrived_at == arrived and arrival.uid == 1
    assert arrival.uidvalidity == office.states[folder].uidvalidity
    assert arrival.source == f"office@localhost/{folder}" and arrival.name.endswith(".eml")


def test_nothing_is_changed_on_the_server(dovecot: Dovecot, folder: str) -> None:
    with MailOffice(account(dovecot, folder)).open() as office:
        assert office.looked.wait(20)
        dovecot.deliver(message(1), folder)
        office.take(1)
    with dovecot.client() as client:
        client.select_folder(folder, readonly=True)
        assert b"\\Seen" not in client.get_flags([1])[1]


def test_several_folders(dovecot: Dovecot, folder: str) -> None:
    other = f"{folder}-b"
    dovecot.create_folder(other)
    office = MailOffice(account(dovecot, folder, other))
    with office.open():
        assert office.looked.wait(20)
    for number, name in enumerate([folder, other, folder], 1):
        dovecot.deliver(message(number), name)
    with office.open():
        assert sorted(office.take(3)) == [message(1), message(2), message(3)]


def test_uids_dealt_anew_lose_nothing(dovecot: Dovecot, folder: str) -> None:
    office = MailOffice(account(dovecot, folder))
    with office.open():
        assert office.looked.wait(20)
        dovecot.deliver(message(1), folder)
        office.take(1)
    before = office.states[folder].uidvalidity
    dovecot.delete_folder(folder)
    dovecot.create_folder(folder)
    dovecot.deliver(message(9), folder, datetime.now(UTC) - timedelta(days=400))
    dovecot.deliver(message(1), folder)
    dovecot.deliver(message(2), folder)
    with office.open():
        assert office.take(2) == [message(1), message(2)]
        dovecot.deliver(message(3), folder)
        assert office.take(1) == [message(3)]
    assert office.states[folder].uidvalidity != before


def test_older_mail_is_counted_and_fetched_by_date(dovecot: Dovecot, folder: str) -> None:
    dovecot.deliver(message(1), folder, datetime(2018, 3, 1, 12, tzinfo=UTC))
    dovecot.deliver(message(2), folder, datetime(2018, 3, 5, 12, tzinfo=UTC))
    memory = MemoryHere()
    mailbox = Mailbox(account(dovecot, folder), memory)
    assert mailbox.count_since(date(2018, 3, 3)) == {folder: 1}
    assert [arrival.content for some in mailbox.fetch_since(date(2018, 3, 3)) for arrival in some] == [message(2)]
    assert memory.states == {}


def test_over_starttls(dovecot: Dovecot, folder: str) -> None:
    dovecot.deliver(message(1), folder)
    mailbox = Mailbox(account(dovecot, folder, url=dovecot.plain_url), MemoryHere())
    assert mailbox.count_since(date(2018, 1, 1)) == {folder: 1}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"password": "wrong"}, "log-in-refused"),
        ({"url": "imaps://localhost:1"}, "unreachable"),
        ({"url": "pop3://localhost"}, "bad-url"),
        ({"url": "imaps://localhost:no"}, "bad-url"),
    ],
)
def test_what_is_wrong_is_said(dovecot: Dovecot, change: dict[str, str], code: str) -> None:
    with pytest.raises(ImapError) as error:
        Mailbox(account(dovecot, "INBOX", **change), MemoryHere()).count_since(date(2018, 1, 1))
    assert error.value.code == code


def test_a_folder_that_is_not_there(dovecot: Dovecot) -> None:
    with pytest.raises(ImapError) as error:
        Mailbox(account(dovecot, "Nowhere"), MemoryHere()).count_since(date(2018, 1, 1))
    assert error.value.code == "no-folder"


def test_an_unknown_certificate_is_refused(dovecot: Dovecot) -> None:
    with pytest.raises(ImapError) as error:
        mailbox = Mailbox(account(dovecot, "INBOX", url=f"imaps://localhost:{dovecot.tls_port}"), MemoryHere())
        mailbox.count_since(date(2018, 1, 1))
    assert error.value.code == "unreachable"


@pytest.mark.parametrize("idle", [True, False])
def test_a_server_that_goes_away_and_comes_back(idle: bool) -> None:
    with Dovecot(idle=idle) as server:
        office = MailOffice(account(server, "INBOX"))
        with office.open():
            assert office.looked.wait(20)
            server.stop()
            blind = office.fault("unreachable")
            assert blind.reason
            server.start()
            server.deliver(message(1))
            assert office.take(1) == [message(1)]
            seeing = office.fault("unreachable", over=True)
            assert seeing.until and seeing.since == blind.since < seeing.until
