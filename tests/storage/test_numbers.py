import random
from datetime import UTC, datetime

from sqlalchemy import Engine, select

from storage.engine import open_engine, reading, writing
from storage.numbers import next_number
from storage.tables import Counter, RegisterEntry
from tests.support.together import in_processes, in_threads

NOON = datetime(2026, 3, 2, 5, tzinfo=UTC)
WANTED, PROCESSES, THREADS = 1000, 3, 8


class GivenUp(Exception):
    """The transaction is rolled back."""


def test_a_thousand_numbers_in_threads_and_processes_with_rollbacks_have_no_gap(database_url: str) -> None:
    """A unique constraint on (year, number) stands behind it: a double would fail."""
    share = WANTED // (PROCESSES * THREADS) + 1

    def process(n: int) -> None:
        engine = open_engine(database_url)
        in_threads(lambda thread: take(engine, share, random.Random(n * THREADS + thread)), THREADS)

    in_processes(process, PROCESSES)
    engine = open_engine(database_url)
    with reading(engine) as session:
        numbers = sorted(session.scalars(select(RegisterEntry.number)))
    engine.dispose()
    assert numbers == list(range(1, share * PROCESSES * THREADS + 1))
    assert len(numbers) >= WANTED


def take(engine: Engine, count: int, chance: random.Random) -> None:
    while count:
        try:
            with writing(engine) as session:
                year, number = next_number(session, "register", NOON)
                session.add(RegisterEntry(year=year, number=number, registered_at=NOON, from_whom="a", to_whom="b", subject="c"))
                session.flush()
                if chance.random() < 0.3:
                    raise GivenUp
            count -= 1
        except GivenUp:
            pass


def test_a_year_ends_at_midnight_in_bangkok_and_the_next_begins_with_one(database: Engine) -> None:
    with writing(database) as session:
        last = next_number(session, "intake", datetime(2025, 12, 31, 16, 59, 59, tzinfo=UTC))
        first = next_number(session, "intake", datetime(2025, 12, 31, 17, 0, tzinfo=UTC))
        late = next_number(session, "intake", datetime(2025, 12, 31, 16, 59, 59, tzinfo=UTC))
    assert (last, first, late) == ((2568, 1), (2569, 1), (2568, 2))


def test_series_do_not_share_numbers(database: Engine) -> None:
    with writing(database) as session:
        assert next_number(session, "intake", NOON) == (2569, 1)
        assert next_number(session, "report", NOON) == (2569, 1)
    with reading(database) as session:
        assert len(session.scalars(select(Counter)).all()) == 2
