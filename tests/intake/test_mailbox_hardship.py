"""What mailboxes and lines do to a program that runs for years: nothing is lost, nothing holds it up, and it says so."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from intake.afterwards import Afterwards
from intake.folder import Ways
from intake.mail_rule import Rule
from tests.support.dovecot import Dovecot
from tests.support.mail_office import MailOffice, account, message, nothing_more
from tests.support.network import Line


@pytest.mark.parametrize("meanwhile", [1, 3])
def test_a_mailbox_set_back_to_a_backup_deals_its_uids_again_and_nothing_is_lost(meanwhile: int) -> None:
    """One new mail: the next UID is lower than the last one done. Three: it is higher again, and only the mails tell."""
    with Dovecot() as server:
        office = MailOffice(account(server, "INBOX"))
        with office.open():
            assert office.looked.wait(20)
            server.deliver(message(1))
            office.take(1)
        server.stop()
        shutil.copytree(server.folder / "mail", server.folder / "backup", copy_function=copy_with_owner)
        server.start()
        for number in (2, 3):
            server.deliver(message(number))
        with office.open():
            office.take(2)
        server.stop()
        shutil.rmtree(server.folder / "mail")
        (server.folder / "backup").rename(server.folder / "mail")
        own_by_mail_user(server)
        server.start()
        validity = office.states["INBOX"].uidvalidity
        for number in range(10, 10 + meanwhile):
            server.deliver(message(number))
        with office.open():
            taken = set(office.take(1 + meanwhile))
        assert office.states["INBOX"].uidvalidity == validity
        assert taken == {message(1), *(message(number) for number in range(10, 10 + meanwhile))}
        server.deliver(message(20))
        with office.open():
            assert office.take(1) == [message(20)]


def test_a_message_that_the_server_refuses_to_give_holds_nobody_up_and_comes_later() -> None:
    with Dovecot() as server:
        office = MailOffice(account(server, "INBOX"))
        with office.open():
            assert office.looked.wait(20)
        server.deliver(message(1))
        broken = files_of(server)[0]
        broken.chmod(0)
        server.deliver(message(2))
        with office.open():
            assert office.take(1) == [message(2)]
            assert office.fault("mail-withheld").reason
            broken.chmod(0o600)
            assert office.take(1) == [message(1)]
            assert office.fault("mail-withheld", over=True)
        assert office.memory.held == {}
        with office.open():
            assert nothing_more(office.kept)


def test_a_backlog_is_taken_together_though_the_server_refuses_one_of_it() -> None:
    with Dovecot() as server:
        office = MailOffice(account(server, "INBOX"))
        with office.open():
            assert office.looked.wait(20)
        with server.client() as client:
            client.multiappend("INBOX", [message(number) for number in range(20)])
        files_of(server)[10].chmod(0)
        with office.open():
            assert len(set(office.take(19))) == 19
            assert office.fault("mail-withheld").reason
            assert nothing_more(office.kept)


def test_a_line_that_is_cut_in_idle_is_noticed_and_its_mail_is_taken_when_it_is_whole_again() -> None:
    with Dovecot() as server, Line(server.tls_port) as line:
        url = f"imaps://localhost:{line.port}?cafile={server.certificate}"
        office = MailOffice(account(server, "INBOX", url=url, timeout=1.5))
        with office.open():
            assert office.looked.wait(20)
            line.cut()
            server.deliver(message(1))
            blind = office.fault("unreachable")
            line.mend()
            assert office.take(1) == [message(1)]
            seeing = office.fault("unreachable", over=True)
            assert seeing.until and seeing.since == blind.since < seeing.until


def test_a_log_in_that_expires_is_said_and_taking_goes_on_with_the_new_one() -> None:
    with Dovecot() as server:
        office = MailOffice(account(server, "INBOX"))
        with office.open():
            assert office.looked.wait(20)
            server.set_password("another")
            server.stop()
            server.start()
            assert office.fault("log-in-refused")
            server.set_password(Dovecot.password)
            server.deliver(message(1))
            assert office.take(1) == [message(1)]


@pytest.mark.parametrize("moves", [True, False], ids=["MOVE", "COPY and EXPUNGE"])
def test_what_was_kept_is_moved(moves: bool) -> None:
    with Dovecot(capability="" if moves else "IMAP4rev1 SASL-IR LITERAL+ UIDPLUS IDLE") as server:
        server.deliver(message(0))
        office = MailOffice(account(server, "INBOX"), ways=Ways(afterwards=Afterwards("move", "Done")))
        with office.open():
            assert office.looked.wait(20)
            server.deliver(message(1))
            server.deliver(message(2))
            office.take(2)
        assert contents(server, "INBOX") == [message(0)]
        assert contents(server, "Done") == [message(1), message(2)]


def test_what_was_kept_is_flagged_once_and_nothing_else(dovecot: Dovecot, folder: str) -> None:
    dovecot.deliver(message(0), folder)
    office = MailOffice(account(dovecot, folder), ways=Ways(afterwards=Afterwards("flag")))
    with office.open():
        assert office.looked.wait(20)
        dovecot.deliver(message(1), folder)
        office.take(1)
    with dovecot.client() as client:
        client.select_folder(folder, readonly=True)
        flags = client.get_flags([1, 2])
    assert b"\\Seen" not in flags[1]
    assert {b"\\Seen", b"$Saraban"} <= set(flags[2])


def test_mail_that_cannot_be_moved_is_kept_all_the_same_and_moved_later() -> None:
    """The other folder is full, or not to be written: so the server says NO to the copy."""
    with Dovecot() as server:
        server.create_folder("Done")
        target = server.folder / "mail" / ".Done"
        target.chmod(0)
        office = MailOffice(account(server, "INBOX"), ways=Ways(afterwards=Afterwards("move", "Done"), retry=0.5))
        with office.open():
            assert office.looked.wait(20)
            server.deliver(message(1))
            server.deliver(message(2))
            assert office.take(2) == [message(1), message(2)]
            assert office.fault("not-moved").reason
            target.chmod(0o700)
            assert office.fault("not-moved", over=True)
        assert contents(server, "INBOX") == []
        assert sorted(contents(server, "Done")) == [message(1), message(2)]
        assert nothing_more(office.kept)


def test_what_a_crash_left_behind_is_moved_at_the_next_start(dovecot: Dovecot, folder: str) -> None:
    office = MailOffice(account(dovecot, folder))
    with office.open():
        assert office.looked.wait(20)
        dovecot.deliver(message(1), folder)
        office.take(1)
    office.memory.states[folder] = office.memory.states[folder].__class__(
        office.states[folder].uidvalidity, 0, office.states[folder].looked_at
    )
    moving = MailOffice(account(dovecot, folder), ways=Ways(afterwards=Afterwards("move", f"{folder}-done")))
    moving.memory, moving.looked = office.memory, office.memory.looked
    with moving.open():
        dovecot.deliver(message(2), folder)
        assert moving.take(1) == [message(2)]
        assert nothing_more(moving.kept)
    assert contents(dovecot, f"{folder}-done") == [message(1), message(2)]


@pytest.mark.parametrize(
    ("rule", "taken"),
    [
        (Rule(to=("fax@",)), [1]),
        (Rule(sender=("b.example",)), [1, 2]),
        (Rule(subject=("แบบรายงาน",)), [2]),
        (Rule(to=("fax@",), subject=("แบบรายงาน",)), []),
        (Rule(with_page=True), [3]),
    ],
)
def test_what_the_rule_passes_over_is_counted_and_not_given(dovecot: Dovecot, folder: str, rule: Rule, taken: list[int]) -> None:
    office = MailOffice(account(dovecot, folder), ways=Ways(rule))
    with office.open():
        assert office.looked.wait(20)
    attached = b'Content-Type: application/pdf; name="a.pdf"\r\nContent-Disposition: attachment; filename="a.pdf"\r\n\r\n%PDF-1.4\r\n'
    mails = {
        1: b"From: x@b.example\r\nTo: FAX@office.example\r\nSubject: one\r\n\r\nx\r\n",
        2: "From: x@b.example\r\nTo: a@office.example\r\nSubject: =?utf-8?q?{}?=\r\n\r\nx\r\n".format(
            "".join(f"={byte:02X}" for byte in "แบบรายงาน".encode())
        ).encode(),
        3: b"From: x@c.example\r\nTo: a@office.example\r\nSubject: three\r\n" + attached,
    }
    for mail in mails.values():
        dovecot.deliver(mail, folder)
    with office.open():
        assert office.take(len(taken)) == [mails[number] for number in taken]
        assert nothing_more(office.kept)
    assert office.states[folder].passed_over == 3 - len(taken)


def files_of(server: Dovecot) -> list[Path]:
    """The files of the mails in INBOX."""
    return sorted(path for name in ("new", "cur") for path in (server.folder / "mail" / name).iterdir())


def contents(server: Dovecot, folder: str) -> list[bytes]:
    """The mails of a folder, by UID."""
    with server.client() as client:
        client.select_folder(folder, readonly=True)
        answers = client.fetch(client.search("ALL"), ["BODY.PEEK[]"])
        return [answers[uid][b"BODY[]"] for uid in sorted(answers)]


def copy_with_owner(source: str, target: str) -> None:
    shutil.copy2(source, target)


def own_by_mail_user(server: Dovecot) -> None:
    """What was copied belongs to whoever runs the tests; the server's user must be able to write it."""
    status = server.folder.stat()
    for path in [server.folder / "mail", *(server.folder / "mail").rglob("*")]:
        shutil.chown(path, status.st_uid, status.st_gid)
