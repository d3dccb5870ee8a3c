"""What a daily report is made of, asked of the database in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.day_figures import DayFigures, Standing, day_figures, standing
from storage.ledger import Ledger, ledger
from storage.outbox import FAILED, SENT
from storage.states import Account, account
from storage.tables import Counter, Outbox, Receipt

REPORT = "report"


@dataclass(frozen=True, slots=True)
class Previous:
    """The report before this one, where something went wrong with it. fault: not-sent, in-doubt, or an error of `report.smtp`."""

    number: int | None
    key: str
    fault: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the report of one day says, as it stands at one moment. missing: intake numbers whose receipt is gone."""

    day: date
    at: datetime
    ledgers: tuple[Ledger, ...]
    figures: DayFigures
    standing: Standing
    account: Account
    missing: int
    previous: Previous | None


def gather(session: Session, circulars: Sequence[int], day: date, at: datetime) -> Facts:
    """The facts for the report of `day` on these circulars, in this order."""
    return Facts(
        day=day,
        at=at,
        ledgers=tuple(ledger(session, circular) for circular in circulars),
        figures=day_figures(session, day),
        standing=standing(session),
        account=account(session),
        missing=_missing_numbers(session),
        previous=_previous(session, day),
    )


def _missing_numbers(session: Session) -> int:
    """Numbers that were given and that no receipt bears."""
    given = select(func.coalesce(func.sum(Counter.n), 0)).where(Counter.series == "intake").scalar_subquery()
    borne = select(func.count(Receipt.id)).scalar_subquery()
    return int(session.scalar(select(given - borne)) or 0)


def _previous(session: Session, day: date) -> Previous | None:
    rows = select(Outbox).where(Outbox.kind == REPORT, Outbox.key < day.isoformat()).order_by(Outbox.key.desc()).limit(1)
    row = session.scalar(rows)
    fault = row and _fault(row)
    return Previous(row.number, row.key, fault) if row and fault else None


def _fault(row: Outbox) -> str | None:
    if row.state == FAILED or row.state != SENT:
        return "in-doubt" if row.last_error == "in-doubt" else "not-sent"
    if row.doubts:
        return "in-doubt"
    return row.last_error
