"""The database is lost or set back; the receipts are made again from the small files, each with its own number."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, select

from storage.engine import reading, writing
from storage.numbers import skipped
from storage.positions import known_uids
from storage.rebuild import LEFT_OUT, rebuild
from storage.receipts import Arrival, Kept, keep
from storage.store import Store
from storage.tables import Attachment, Counter, Event, Message, Receipt, Run, Sighting
from tests.storage.test_receipts import MAIL, NOON, OTHER_PAPER, counts


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def mail(n: int, **other: object) -> Arrival:
    return replace(MAIL, raw=b"mail %d" % n, uid=n, message_id=f"<{n}@gw>", attachments=(f"{n:064}",), **other)  # type: ignore[arg-type]


def set_back(engine: Engine, to: int) -> None:
    """As from a backup in which there were only receipts with numbers up to `to`."""
    with writing(engine) as session:
        lost = select(Receipt.id).where(Receipt.number > to)
        for table in (Attachment, Message, Sighting, Run, Event):
            session.execute(delete(table).where(table.receipt_id.in_(lost)))
        session.execute(delete(Receipt).where(Receipt.number > to))
        session.execute(Counter.__table__.update().values(n=to))


def state(engine: Engine) -> dict[str, tuple[object, ...]]:
    with reading(engine) as session:
        rows = session.execute(select(Receipt, Sighting, Message).join(Sighting).outerjoin(Message).where(Sighting.first)).all()
        return {
            receipt.raw_sha256: (
                *(receipt.year, receipt.number, receipt.size, receipt.channel, receipt.source, receipt.kept_at, receipt.taken_at),
                *(sighting.mailbox, sighting.uid_validity, sighting.uid, head and head.message_id, head and head.documents_sha256),
            )
            for receipt, sighting, head in rows
        }


def test_receipts_come_back_as_they_were(database: Engine, store: Store) -> None:
    for n in range(1, 5):
        keep(database, store, mail(n))
    keep(database, store, replace(MAIL, raw=b"a bare file", uid=None, uid_validity=None, mailbox=None, message_id=None))
    before = state(database)
    set_back(database, to=2)
    assert rebuild(database, store, lambda: "r2", NOON) == 3
    assert state(database) == before
    assert rebuild(database, store, lambda: "r2", NOON) == 0
    assert known_uids(database, "m", 7, range(1, 9)) == {1, 2, 3, 4}
    with reading(database) as session:
        assert session.scalars(select(Run.reader).where(Run.closed_at.is_(None)).order_by(Run.id)).all() == ["r1"] * 2 + ["r2"] * 3


def test_what_comes_again_afterwards_is_known(database: Engine, store: Store) -> None:
    for n in range(1, 4):
        keep(database, store, mail(n))
    set_back(database, to=1)
    rebuild(database, store, lambda: "r2", NOON)
    again = [
        keep(database, store, mail(2)),
        keep(database, store, replace(mail(3), raw=b"by another way", uid=30)),
    ]
    assert [kept.fresh for kept in again] == [False, False]
    other = keep(database, store, replace(mail(3), raw=b"x", uid=31, attachments=(OTHER_PAPER,)))
    assert other.fresh
    with reading(database) as session:
        assert session.get_one(Receipt, other.receipt_id).mark


def test_no_number_is_given_twice_also_one_that_no_file_shows(database: Engine, store: Store) -> None:
    for n in range(1, 5):
        keep(database, store, mail(n))
    with reading(database) as session:
        unseen = session.scalars(select(Receipt).where(Receipt.number == 4)).one()
    small_file(store, unseen).unlink()  # killed between the commit and the small file
    set_back(database, to=1)
    rebuild(database, store, lambda: "r2", NOON)
    following = keep(database, store, mail(9))
    assert following.number == 3 + 2 * LEFT_OUT + 1
    with reading(database) as session:
        assert skipped(session, "intake") == {(2569, number) for number in range(4, 4 + 2 * LEFT_OUT)}


def test_a_receipt_unknown_to_a_database_set_back_gets_its_own_number_again(database: Engine, store: Store) -> None:
    """Its mail comes again before anybody has rebuilt anything."""
    kept = [keep(database, store, mail(n)) for n in range(1, 4)]
    set_back(database, to=1)
    assert keep(database, store, mail(3)).number == kept[2].number
    assert keep(database, store, mail(2)).number == kept[1].number
    assert keep(database, store, mail(4)).number == 4


def test_a_number_taken_meanwhile_is_not_borne_by_two(database: Engine, store: Store) -> None:
    keep(database, store, mail(1))
    set_back(database, to=0)
    taken: Kept = keep(database, store, mail(2))
    assert taken.number == 1
    assert rebuild(database, store, lambda: "r2", NOON) == 1
    assert counts_of_numbers(database) == {1, 2}
    with reading(database) as session:
        moved = session.scalars(select(Receipt).where(Receipt.number == 2)).one()
    said = store.receipt(moved.raw_sha256)
    assert said and said["number"] == 2


def test_a_lost_database_is_made_again_whole(database: Engine, store: Store) -> None:
    for n in range(1, 4):
        keep(database, store, mail(n))
    set_back(database, to=0)
    rebuild(database, store, lambda: "r2", NOON)
    assert counts(database) == (3, 3, 3)


def small_file(store: Store, receipt: Receipt) -> Path:
    path = store.path(receipt.raw_sha256)
    return path.with_name(f"{path.name}.receipt.json")


def counts_of_numbers(engine: Engine) -> set[int]:
    with reading(engine) as session:
        return set(session.scalars(select(Receipt.number)))
