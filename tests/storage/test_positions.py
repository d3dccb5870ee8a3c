from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from storage.positions import Position, known_uids, message_ids, position, positions, release, save_position, withheld, withhold
from storage.receipts import Arrival, keep
from storage.store import Store
from tests.storage.test_receipts import MAIL

NOON = datetime(2026, 3, 2, 5, tzinfo=UTC)
LATER = NOON + timedelta(minutes=5)
BIG = 2**32 - 1  # UIDs and UIDVALIDITY are unsigned 32 bits


def test_a_position_is_remembered_and_never_goes_back(database: Engine) -> None:
    assert position(database, "office/INBOX") is None
    save_position(database, "office/INBOX", BIG, 41, NOON)
    save_position(database, "office/INBOX", BIG, 40, LATER)
    assert position(database, "office/INBOX") == Position("office/INBOX", BIG, 41, NOON, LATER)
    assert positions(database) == (position(database, "office/INBOX"),)


def test_another_uidvalidity_begins_again(database: Engine) -> None:
    save_position(database, "office/INBOX", 7, 41, NOON)
    save_position(database, "office/INBOX", 8, 3, LATER)
    found = position(database, "office/INBOX")
    assert found and (found.uid_validity, found.last_uid, found.since) == (8, 3, NOON)


def test_uids_that_were_seen_are_known(database: Engine, tmp_path: object) -> None:
    store = Store(tmp_path / "store")  # type: ignore[operator]
    keep(database, store, Arrival(b"a", "a.eml", "imap", "mail", NOON, "r1", mailbox="m", uid_validity=BIG, uid=BIG))
    assert known_uids(database, "m", BIG, [1, 2, BIG]) == {BIG}
    assert known_uids(database, "m", 8, [BIG]) == set()


def test_what_a_rule_passed_over_is_counted(database: Engine) -> None:
    save_position(database, "office/INBOX", 7, 41, NOON, passed_over=3)
    save_position(database, "office/INBOX", 7, 42, LATER, passed_over=4)
    found = position(database, "office/INBOX")
    assert found and found.passed_over == 4


def test_a_mailbox_set_back_deals_its_uids_anew(database: Engine, tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    for uid in (1, 2, 3):
        keep(database, store, replace(MAIL, raw=b"mail %d" % uid, uid=uid, message_id=f"<{uid}@gw>", attachments=(f"{uid:064}",)))
    save_position(database, "m", 7, 3, NOON)
    assert message_ids(database, "m", 7, 2) == {3: "<3@gw>", 2: "<2@gw>"}
    save_position(database, "m", 7, 1, LATER, back=True)
    found = position(database, "m")
    assert found and found.last_uid == 1
    assert known_uids(database, "m", 7, [1, 2, 3]) == {1}
    assert keep(database, store, replace(MAIL, raw=b"another", uid=1, message_id="<9@gw>", attachments=("9" * 64,))).fresh
    assert message_ids(database, "m", 7, 9) == {1: "<9@gw>"}


def test_what_a_server_withholds_is_remembered_until_it_comes(database: Engine) -> None:
    withhold(database, "m", 7, 5, NOON)
    withhold(database, "m", 7, 5, NOON)
    assert (withheld(database, "m", 7), withheld(database, "m", 8)) == ({5: NOON}, {})
    release(database, "m", 7, 5)
    assert withheld(database, "m", 7) == {}
