"""How far the database had come, in a small file of the store: by it a database that was set back is known, and gives no number twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from storage import events, outbox
from storage.engine import one_at_a_time, reading, writing
from storage.new_receipts import SERIES
from storage.numbers import skip
from storage.rebuild import unknown
from storage.store import Store
from storage.tables import Counter, Event, Outbox

FILE, RESTORED = "high-water.json", "restored.json"
# As many numbers as may have been given between two marks.
MARGIN = 20
REPORTS = 60
REPORT = "report"
AHEAD = "numbers-moved-ahead"


@dataclass(frozen=True, slots=True)
class Mark:
    """event: id of the newest event; counters: (series, year, last number); reports: days (ISO) whose report left, and its number."""

    event: int = 0
    counters: list[tuple[str, int, int]] = field(default_factory=list)
    reports: list[tuple[str, int | None]] = field(default_factory=list)


def note(engine: Engine, store: Store) -> None:
    """Write down how far the database is; not while it is older than what is written down. Raises StoreNotWritable."""
    with reading(engine) as session:
        now = _of(session)
    if now != (before := noted(store)) and now.event >= before.event:
        store.put_facts(FILE, asdict(now))


def noted(store: Store) -> Mark:
    """What was written down last; nothing at the very first start."""
    said = store.facts(FILE) or {}
    counters = [(series, int(year), int(n)) for series, year, n in said.get("counters", ())]
    return Mark(int(said.get("event", 0)), counters, [(day, number) for day, number in said.get("reports", ())])


def is_older(engine: Engine, store: Store) -> bool:
    """The database is older than the store: receipts of small files are unknown to it, it lacks newer events, or it was restored."""
    if store.facts(RESTORED) is not None:
        return True
    with reading(engine) as session:
        if (session.scalar(select(func.max(Event.id))) or 0) < noted(store).event:
            return True
    return bool(unknown(engine, store))


def move_ahead(engine: Engine, store: Store, now: datetime, more: int = 0) -> None:
    """See that no number of the register and the reports is given again that was given since the state of the database; safe to repeat.

    Taking in has its own way (`storage.rebuild`). more: how many numbers beyond the mark may have been given. What is left out stands
    in the trail.
    """
    mark = noted(store)
    with writing(engine) as session:
        one_at_a_time(session, "numbers")
        given = {(row.series, row.year): row.n for row in session.scalars(select(Counter))}
        for series, year, last in mark.counters:
            behind = last - given.get((series, year), 0)
            if series != SERIES and (behind > 0 or more):
                skip(session, series, year, max(0, behind) + MARGIN + more, now)
        known = set(session.scalars(select(Outbox.key).where(Outbox.kind == REPORT)))
        _as_sent(session, [each for each in mark.reports if each[0] not in known], now)
        events.write(session, AHEAD, now)


def restored_at(store: Store) -> datetime | None:
    """Of when the backup is that was restored and not yet recovered from."""
    facts = store.facts(RESTORED)
    return datetime.fromisoformat(facts["of"]) if facts else None


def note_restored(store: Store, of: datetime) -> None:
    """A backup of that moment was restored: until it is recovered from, nothing is taken in."""
    store.put_facts(RESTORED, {"of": of.isoformat(), "at": datetime.now(UTC).isoformat()})


def note_recovered(engine: Engine, store: Store) -> None:
    """All is well again; what the database knows now is how far it is."""
    with reading(engine) as session:
        store.put_facts(FILE, asdict(_of(session)))
    store.forget_facts(RESTORED)


def _of(session: Session) -> Mark:
    counters = [(row.series, row.year, row.n) for row in session.scalars(select(Counter).order_by(Counter.series, Counter.year))]
    left = select(Outbox.key, Outbox.number).where(Outbox.kind == REPORT, Outbox.state.in_((outbox.SENT, outbox.SENDING)))
    newest = session.execute(left.order_by(Outbox.key.desc()).limit(REPORTS)).all()
    return Mark(session.scalar(select(func.max(Event.id))) or 0, counters, [(key, number) for key, number in newest])


def _as_sent(session: Session, reports: Sequence[tuple[str, int | None]], now: datetime) -> None:
    """A report that left before the database was set back is not made again."""
    for day, number in reports:
        own: dict[str, Any] = {"recipients": [], "content_sha256": "", "attempts": 0, "doubts": 0, "made_at": now, "sent_at": now}
        session.add(Outbox(kind=REPORT, key=day, message_id=f"<restored.{day}>", state=outbox.SENT, number=number, **own))
