from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from storage.positions import Position, known_uids, position, positions, save_position
from storage.receipts import Arrival, keep
from storage.store import Store

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
