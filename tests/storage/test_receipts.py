import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from storage import engine as engine_module
from storage import identity, new_receipts, numbers, receipts, runs
from storage import store as store_module
from storage.engine import open_engine, reading
from storage.migrate import migrate
from storage.receipts import Arrival, keep, keep_all, mend
from storage.store import Store, StoreNotWritable
from storage.tables import Counter, Receipt, Run, Sighting
from tests.crash.mails import plan
from tests.support.killed import runs_through
from tests.support.together import in_processes

NOON = datetime(2026, 3, 2, 5, tzinfo=UTC)
PAPER, OTHER_PAPER = "a" * 64, "b" * 64
MAIL = Arrival(b"mail", "1.eml", "imap:office", "mail", NOON, "r1", NOON - timedelta(minutes=1), "m", 7, 1, "<1@gw>", (PAPER,))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def test_a_new_arrival_gets_a_number_a_run_and_the_small_file(database: Engine, store: Store) -> None:
    kept = keep(database, store, MAIL)
    assert (kept.year, kept.number, kept.fresh) == (2569, 1, True)
    with reading(database) as session:
        receipt = session.get_one(Receipt, kept.receipt_id)
        run = session.scalars(select(Run)).one()
        assert (run.id, run.receipt_id, run.ordinal, run.closed_at, run.reader) == (kept.run_id, receipt.id, 1, None, "r1")
        assert (receipt.taken_at, receipt.kept_at, receipt.size) == (NOON - timedelta(minutes=1), NOON, 4)
    assert store.get(receipt.raw_sha256) == b"mail"
    facts = store.receipt(receipt.raw_sha256)
    assert facts and (facts["year"], facts["number"], facts["source"], facts["kept_at"]) == (2569, 1, "imap:office", NOON.isoformat())


@pytest.mark.parametrize(
    ("second", "receipts_then", "sightings_then"),
    [
        pytest.param(MAIL, 1, 1, id="same UID: seen already"),
        pytest.param(replace(MAIL, uid=2), 1, 2, id="same bytes"),
        pytest.param(replace(MAIL, uid=1, uid_validity=8), 1, 2, id="same bytes after the mailbox was made anew"),
        pytest.param(replace(MAIL, uid=2, message_id="<2@gw>"), 1, 2, id="same bytes, whatever else is said"),
        pytest.param(replace(MAIL, uid=2, raw=b"mail by another way"), 1, 2, id="same Message-ID and attachments"),
        pytest.param(replace(MAIL, uid=2, raw=b"x", attachments=(OTHER_PAPER,)), 2, 2, id="same Message-ID, other attachments"),
        pytest.param(replace(MAIL, uid=2, raw=b"x", message_id="<2@gw>"), 2, 2, id="other Message-ID, same paper"),
        pytest.param(replace(MAIL, uid=2, raw=b"x", message_id=None), 2, 2, id="no Message-ID: other bytes are another message"),
        pytest.param(replace(MAIL, uid=None, mailbox=None, message_id=None), 1, 2, id="no Message-ID: the same bytes"),
    ],
)
def test_what_is_the_same_message(database: Engine, store: Store, second: Arrival, receipts_then: int, sightings_then: int) -> None:
    first, again = keep(database, store, MAIL), keep(database, store, second)
    assert again.fresh == (receipts_then == 2)
    assert (again.receipt_id == first.receipt_id) == (receipts_then == 1)
    assert (again.run_id == first.run_id) == (receipts_then == 1)
    assert counts(database) == (receipts_then, sightings_then, receipts_then)


def test_a_message_id_with_other_attachments_is_marked(database: Engine, store: Store) -> None:
    keep(database, store, MAIL)
    again = keep(database, store, replace(MAIL, uid=2, raw=b"x", attachments=(OTHER_PAPER,)))
    with reading(database) as session:
        receipt = session.get_one(Receipt, again.receipt_id)
    assert (receipt.mark, receipt.same_paper_as) == (identity.OTHER_ATTACHMENTS, None)
    once_more = keep(database, store, replace(MAIL, uid=3, raw=b"y", attachments=(OTHER_PAPER,)))
    assert once_more.receipt_id == again.receipt_id, "the second of that Message-ID is known again too"


@pytest.mark.parametrize("message_id", ["<2@gw>", None])
def test_the_same_paper_in_another_message_is_linked_to_the_first(database: Engine, store: Store, message_id: str | None) -> None:
    first = keep(database, store, MAIL)
    for n in (2, 3):
        again = keep(database, store, replace(MAIL, uid=n, raw=b"x%d" % n, message_id=message_id, attachments=(OTHER_PAPER, PAPER)))
        with reading(database) as session:
            receipt = session.get_one(Receipt, again.receipt_id)
        assert (again.fresh, receipt.same_paper_as, receipt.mark) == (n == 2 or message_id is None, first.receipt_id, None)


def test_the_order_of_attachments_does_not_matter(database: Engine, store: Store) -> None:
    keep(database, store, replace(MAIL, attachments=(PAPER, OTHER_PAPER)))
    assert not keep(database, store, replace(MAIL, uid=2, raw=b"x", attachments=(OTHER_PAPER, PAPER))).fresh


def test_a_mail_without_attachments_is_known_by_its_body(database: Engine, store: Store) -> None:
    bare = replace(MAIL, attachments=(), body_sha256="c" * 64)
    keep(database, store, bare)
    assert not keep(database, store, replace(bare, uid=2, raw=b"x")).fresh
    other = keep(database, store, replace(bare, uid=3, raw=b"y", body_sha256="d" * 64))
    with reading(database) as session:
        assert other.fresh and session.get_one(Receipt, other.receipt_id).same_paper_as is None


def test_the_same_mail_in_many_hands_at_once_is_one_receipt(database_url: str, store: Store) -> None:
    def hand(n: int) -> None:
        engine = open_engine(database_url)
        keep(engine, store, replace(MAIL, uid=n))
        keep(engine, store, replace(MAIL, uid=100 + n, raw=b"by way %d" % n))

    in_processes(hand, 4)
    engine = open_engine(database_url)
    assert counts(engine) == (1, 8, 1)
    engine.dispose()


def test_a_store_that_is_full_numbers_nothing(database: Engine, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreNotWritable):
        keep(database, Store(tmp_path / "file"), MAIL)
    assert counts(database) == (0, 0, 0)
    with reading(database) as session:
        assert session.scalars(select(Counter)).all() == []


def test_killed_at_any_line_it_is_kept_once_when_it_is_found_again(database_url: str, store: Store) -> None:
    """Every receipt has a number without gap, one first sighting, one open run, and in the end its small file."""
    engine = open_engine(database_url)
    modules = [receipts, store_module, new_receipts, identity, numbers, runs, engine_module]
    finished, line, mails = False, 0, 0
    while not finished:
        line, mails = line + STRIDE, mails + 1
        mail = replace(MAIL, raw=b"mail %d" % line, uid=line, message_id=f"<{line}@gw>", attachments=(f"{line:064}",))
        finished = runs_through(partial(keep_in_a_process, database_url, store, [mail]), modules, line)
        if line % 2:
            mend(engine, store)
        kept = keep(engine, store, mail)
        assert kept.number == mails
        facts = store.receipt(hashlib.sha256(mail.raw).hexdigest())
        assert facts and facts["number"] == mails
    assert mails > 8
    assert counts(engine) == (mails, mails, mails)
    engine.dispose()


STRIDE = 19  # not every line: that takes long


def keep_in_a_process(url: str, store: Store, mails: list[Arrival]) -> None:
    keep_all(open_engine(url), store, mails)


def test_many_at_once_become_what_one_after_the_other_would(tmp_path: Path) -> None:
    arrivals = [
        replace(MAIL, raw=mail.content, uid=uid, mailbox=mail.folder, message_id=mail.message_id, attachments=mail.papers)
        for uid, mail in enumerate(plan(40, seed=5), 1)
    ]
    one, other = (new_database(tmp_path / name) for name in ("one", "other"))
    singly = [keep(one, Store(tmp_path / "one"), arrival) for arrival in arrivals]
    portions = [arrivals[start : start + 8] for start in range(0, len(arrivals), 8)]
    assert [kept for portion in portions for kept in keep_all(other, Store(tmp_path / "other"), portion)] == singly
    assert len({kept.receipt_id for kept in singly}) < 36
    assert marks(one) == marks(other)
    assert small_files(tmp_path / "one") == small_files(tmp_path / "other")
    one.dispose()
    other.dispose()


def test_killed_at_any_line_a_portion_is_kept_whole_when_it_is_found_again(tmp_path: Path) -> None:
    engine, store = new_database(tmp_path / "store"), Store(tmp_path / "store")
    url, modules = str(engine.url), [receipts, store_module, new_receipts, identity, numbers]
    finished, line, mails = False, 0, 0
    while not finished:
        line += 41
        mails += 3
        portion = [
            replace(MAIL, raw=b"mail %d" % n, uid=n, message_id=f"<{n}@gw>", attachments=(f"{n:064}",)) for n in range(mails - 2, mails + 1)
        ]
        finished = runs_through(partial(keep_in_a_process, url, store, portion), modules, line)
        if line % 2:
            mend(engine, store)
        assert [kept.number for kept in keep_all(engine, store, portion)] == [mails - 2, mails - 1, mails]
        facts = [store.receipt(hashlib.sha256(mail.raw).hexdigest()) for mail in portion]
        assert [each["number"] for each in facts if each] == [mails - 2, mails - 1, mails]
    assert mails > 15
    assert counts(engine) == (mails, mails, mails)
    engine.dispose()


def new_database(folder: Path) -> Engine:
    folder.mkdir()
    engine = open_engine(f"sqlite:///{folder / 'saraban.sqlite'}")
    migrate(engine)
    return engine


def marks(engine: Engine) -> list[tuple[object, ...]]:
    with reading(engine) as session:
        columns = (Receipt.id, Receipt.raw_sha256, Receipt.mark, Receipt.same_paper_as, Run.id, Sighting.id, Sighting.uid)
        rows = select(*columns).join(Run, Run.receipt_id == Receipt.id).join(Sighting, Sighting.receipt_id == Receipt.id)
        return sorted(map(tuple, session.execute(rows)))


def small_files(store: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in store.glob("*/*.receipt.json")}


def test_missing_small_files_are_made_up_for(database: Engine, store: Store) -> None:
    keep(database, store, MAIL)
    keep(database, store, replace(MAIL, raw=b"x", uid=2, message_id="<2@gw>", attachments=()))
    sha = hashlib.sha256(MAIL.raw).hexdigest()
    before = store.receipt(sha)
    store.path(sha).with_name(f"{sha[2:]}.receipt.json").unlink()
    assert mend(database, store) == 1
    assert store.receipt(sha) == before
    assert mend(database, store) == 0


def counts(engine: Engine) -> tuple[int, int, int]:
    """Receipts, sightings, runs; each receipt with exactly one first sighting, and numbers from 1 without a gap."""
    with reading(engine) as session:
        all_receipts = session.scalars(select(Receipt)).all()
        sightings = session.scalars(select(Sighting)).all()
        assert sorted(receipt.number for receipt in all_receipts) == list(range(1, len(all_receipts) + 1))
        assert sorted(s.receipt_id for s in sightings if s.first) == sorted(receipt.id for receipt in all_receipts)
        return len(all_receipts), len(sightings), len(session.scalars(select(Run)).all())
