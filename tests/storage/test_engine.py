import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError, StatementError

from storage.engine import one_at_a_time, reading, writing
from storage.tables import Circular, Counter, User

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_writing_commits_and_reading_sees_it(database: Engine) -> None:
    with writing(database) as session:
        session.add(Counter(series="intake", year=2569, n=1))
    with reading(database) as session:
        assert session.scalar(select(Counter.n)) == 1


def test_an_error_rolls_everything_back(database: Engine) -> None:
    with pytest.raises(RuntimeError), writing(database) as session:
        session.add(Counter(series="intake", year=2569, n=1))
        session.flush()
        raise RuntimeError
    with reading(database) as session:
        assert session.scalar(select(Counter.n)) is None


def test_a_reading_transaction_refuses_to_write_and_a_later_one_may(database: Engine) -> None:
    with pytest.raises(DBAPIError), reading(database) as session:
        session.add(Counter(series="intake", year=2569, n=1))
        session.flush()
    with writing(database) as session:
        session.add(Counter(series="intake", year=2569, n=1))


def test_foreign_keys_hold(database: Engine) -> None:
    with pytest.raises(DBAPIError), writing(database) as session:
        session.execute(text("INSERT INTO agency_aliases (agency_id, name) VALUES (77, 'x')"))


def test_a_moment_comes_back_aware_and_a_naive_one_is_refused(database: Engine) -> None:
    with writing(database) as session:
        session.add(User(login="a", name="a", duty="clerk", password_hash="x", made_at=NOON))
    with reading(database) as session:
        assert session.scalar(select(User.made_at)) == NOON
    with pytest.raises(StatementError, match="time zone"), writing(database) as session:
        session.add(Circular(code="c", subject="s", form="f", made_at=NOON.replace(tzinfo=None)))


def test_read_then_write_by_many_threads_loses_nothing(database: Engine) -> None:
    """What goes wrong on SQLite without BEGIN IMMEDIATE, and on PostgreSQL without the lock."""
    with writing(database) as session:
        session.add(Counter(series="x", year=1, n=0))

    def add_ten() -> None:
        for _ in range(10):
            with writing(database) as session:
                one_at_a_time(session, "x")
                counter = session.scalars(select(Counter)).one()
                counter.n += 1

    threads = [threading.Thread(target=add_ten) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with reading(database) as session:
        assert session.scalar(select(Counter.n)) == 60


def test_sqlite_is_set_for_durability(database: Engine) -> None:
    if database.dialect.name != "sqlite":
        with reading(database) as session:
            assert session.scalar(text("SHOW transaction_isolation")) == "read committed"
        return
    with writing(database) as session:
        pragmas = [session.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")]
    assert pragmas == ["wal", 2, 1, 30_000]
