"""Gap-free numbers: one counter row for each series and Buddhist-era calendar year (Asia/Bangkok)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage import events
from storage.tables import Counter, Event
from storage.thai_text import bangkok_date, buddhist_year

SKIPPED = "numbers-skipped"


def next_number(session: Session, series: str, at: datetime) -> tuple[int, int]:
    """The next number of `series` (`intake`, `register`, `report`) as (Buddhist-era year of `at`, number from 1).

    Call it in the transaction that writes the row which bears the number: rolled back, the number is given to the next.
    Others that want one wait until this transaction ends, so do nothing slow in it.
    """
    return next_numbers(session, series, at, 1)[0]


def next_numbers(session: Session, series: str, at: datetime, count: int) -> list[tuple[int, int]]:
    """As `next_number`, so many that follow one another."""
    year = buddhist_year(bangkok_date(at))
    last = _step(session, series, year, count)
    if last is None:
        _begin(session, series, year)
        last = _step(session, series, year, count)
    assert last is not None
    return [(year, number) for number in range(last - count + 1, last + 1)]


def used(session: Session, series: str, year: int, number: int) -> None:
    """A number is borne already (a receipt is made again from its small file): none up to it is given again."""
    _begin(session, series, year)
    behind = update(Counter).where(Counter.series == series, Counter.year == year, Counter.n < number)
    session.execute(behind.values(n=number).execution_options(synchronize_session=False))


def skip(session: Session, series: str, year: int, count: int, at: datetime) -> None:
    """Leave so many numbers out, and say so in the trail: they may have been given to what a lost database knew."""
    _begin(session, series, year)
    skipped = update(Counter).where(Counter.series == series, Counter.year == year).values(n=Counter.n + count).returning(Counter.n)
    last = session.scalar(skipped.execution_options(synchronize_session=False))
    assert last is not None
    events.write(session, SKIPPED, at, series=series, year=year, first=last - count + 1, count=count)


def skipped(session: Session, series: str) -> set[tuple[int, int]]:
    """The numbers of a series that were left out: year and number."""
    details = session.scalars(select(Event.details).where(Event.kind == SKIPPED))
    parts = [(each["year"], each["first"], each["count"]) for each in details if each["series"] == series]
    return {(year, number) for year, first, count in parts for number in range(first, first + count)}


def _step(session: Session, series: str, year: int, count: int) -> int | None:
    counter = update(Counter).where(Counter.series == series, Counter.year == year)
    return session.scalar(counter.values(n=Counter.n + count).returning(Counter.n).execution_options(synchronize_session=False))


def _begin(session: Session, series: str, year: int) -> None:
    """Make the row at its first use; where another makes it at the same time, wait for that one."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(insert(Counter).values(series=series, year=year, n=0).on_conflict_do_nothing())
