"""How far the machine can be trusted: what the blind sample showed, with its bound, and how much needs no person, over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Engine, and_, func, select
from sqlalchemy.orm import Session

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
        return tuple(_week(session, monday) for monday in mondays)


def _week(session: Session, monday: date) -> Week:
    start, end = day_bounds(monday)[0], day_bounds(monday + timedelta(days=6))[1]
    sums = select(func.coalesce(func.sum(Form.all_fields), 0), func.coalesce(func.sum(Form.sure_fields), 0))
    fields, sure = session.execute(sums.where(Form.made_at >= start, Form.made_at < end, Form.state != "withdrawn")).one()
    return Week(monday, fields, sure, _sample(session, end))


def _sample(session: Session, before: datetime) -> Sample:
    wrong = BlindKey.truth.in_(("keyed", "other"))
    open_ = and_(BlindKey.agrees.is_(False), BlindKey.truth.is_(None))
    counts = select(func.count().filter(~open_), func.count().filter(wrong), func.count().filter(open_))
    row = session.execute(counts.select_from(BlindKey).where(BlindKey.sampled, BlindKey.at < before)).one()
    return Sample(*row)
