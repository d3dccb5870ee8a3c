"""Gap-free numbers: one counter row for each series and Buddhist-era calendar year (Asia/Bangkok)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.tables import Counter
from storage.thai_text import bangkok_date, buddhist_year


def next_number(session: Session, series: str, at: datetime) -> tuple[int, int]:
    """The next number of `series` (`intake`, `register`, `report`) as (Buddhist-era year of `at`, number from 1).

    Call it in the transaction that writes the row which bears the number: rolled back, the number is given to the next.
    Others that want one wait until this transaction ends, so do nothing slow in it.
    """
    year = buddhist_year(bangkok_date(at))
    number = _step(session, series, year)
    if number is None:
        _begin(session, series, year)
        number = _step(session, series, year)
    assert number is not None
    return year, number


def _step(session: Session, series: str, year: int) -> int | None:
    counter = update(Counter).where(Counter.series == series, Counter.year == year)
    return session.scalar(counter.values(n=Counter.n + 1).returning(Counter.n).execution_options(synchronize_session=False))


def _begin(session: Session, series: str, year: int) -> None:
    """Make the row at its first use; where another makes it at the same time, wait for that one."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(insert(Counter).values(series=series, year=year, n=0).on_conflict_do_nothing())
