"""How far the machine can be trusted: what the blind sample showed, with its bound, and how much needs no person, over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from operator import add

from sqlalchemy import ColumnElement, Engine, and_, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from rules.bounds import upper_bound
from storage.engine import reading
from storage.tables import BlindKey, Form
from storage.thai_text import bangkok_date, day_bounds

ENOUGH = 300  # sampled fields, below which nothing is said in figures
WEEKS = 12


@dataclass(frozen=True, slots=True)
class Sample:
    """Sampled fields: compared with a person's keying, and found wrong. open: differences that no supervisor decided yet."""

    compared: int
    wrong: int
    open: int

    @property
    def enough(self) -> bool:
        """The sample suffices to say something in figures."""
        return self.compared >= ENOUGH

    @property
    def bound(self) -> float:
        """The share of wrong values that is exceeded with a chance of one in twenty at most."""
        return upper_bound(self.wrong, self.compared)


@dataclass(frozen=True, slots=True)
class Week:
    """A week from its Monday: fields read, how many of them the machine was sure of, and the sample till its end."""

    monday: date
    fields: int
    sure: int
    sample: Sample

    @property
    def touchless(self) -> float | None:
        """The share of fields that needed no person."""
        return self.sure / self.fields if self.fields else None


def weeks(engine: Engine, now: datetime) -> Sequence[Week]:
    """The last twelve weeks, this one last."""
    this = bangkok_date(now) - timedelta(days=bangkok_date(now).weekday())
    mondays = [this - timedelta(weeks=n) for n in reversed(range(WEEKS))]
    with reading(engine) as session:
        fields, samples = _fields(session, mondays), _samples(session, mondays)
    return tuple(Week(monday, *fields.get(n, (0, 0)), samples[n]) for n, monday in enumerate(mondays))


def _fields(session: Session, mondays: Sequence[date]) -> dict[int, tuple[int, int]]:
    """By week: fields read, and how many of them the machine was sure of."""
    week = _week(Form.made_at, mondays)
    sums = select(week, func.sum(Form.all_fields), func.sum(Form.sure_fields)).where(Form.made_at >= day_bounds(mondays[0])[0])
    rows = session.execute(sums.where(Form.state != "withdrawn", week.is_not(None)).group_by(week))
    return {n: (fields, sure) for n, fields, sure in rows if n is not None}


def _samples(session: Session, mondays: Sequence[date]) -> list[Sample]:
    """The sample till the end of each week."""
    wrong = BlindKey.truth.in_(("keyed", "other"))
    open_ = and_(BlindKey.agrees.is_(False), BlindKey.truth.is_(None))
    week = _week(BlindKey.at, mondays)
    counts = select(week, func.count().filter(~open_), func.count().filter(wrong), func.count().filter(open_))
    rows = session.execute(counts.select_from(BlindKey).where(BlindKey.sampled, week.is_not(None)).group_by(week))
    of_week = {n: row for n, *row in rows}
    sums = accumulate((of_week.get(n, (0, 0, 0)) for n in range(len(mondays))), lambda one, other: [*map(add, one, other)])
    return [Sample(*row) for row in sums]


def _week(moment: InstrumentedAttribute[datetime], mondays: Sequence[date]) -> ColumnElement[int | None]:
    """Which week a moment lies in: what was before all of them in the first one, what comes after in none."""
    ends = [day_bounds(monday + timedelta(days=6))[1] for monday in mondays]
    return case(*((moment < end, n) for n, end in enumerate(ends)), else_=None)
