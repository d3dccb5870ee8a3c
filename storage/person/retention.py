"""What has been kept for as long as the office keeps its class (`storage.personal`) is erased; said in the trail, and so in the report."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, delete, select, update
from sqlalchemy.orm import Session

from storage import events, outbox
from storage.engine import reading, writing
from storage.new_receipts import ERASED
from storage.person.erase import done, erase, sweep
from storage.personal import RETENTIONS
from storage.store import Store
from storage.tables import AccessLog, ContactLine, Coordinator, CoordinatorValue, Event, Form, Outbox, Receipt

KIND = "retention"
AT_ONCE = 200  # forms of old paper that one night erases
CLASSES = ("paper", "directory", "contact", "mail-out", "access")


def apply(engine: Engine, store: Store, years: Mapping[str, int], now: datetime, records: Path) -> dict[str, int]:
    """Erase what is past its time; gives by class how much. years: how long the office keeps a class, other than `RETENTIONS` says."""
    before = {name: _years_ago(now, limit) for name in CLASSES if (limit := years.get(name, RETENTIONS[name].years))}
    counts = {"paper": _paper(engine, store, before.get("paper"), now, records)}
    with writing(engine) as session:
        counts |= {
            "directory": _directory(session, before.get("directory")),
            "contact": done(session, delete(ContactLine).where(ContactLine.at < before["contact"])) if "contact" in before else 0,
            "access": done(session, delete(AccessLog).where(AccessLog.at < before["access"])) if "access" in before else 0,
        }
    counts["mail-out"] = _mail_out(engine, store, before.get("mail-out"))
    erased = {name: count for name, count in counts.items() if count}
    if erased:
        with writing(engine) as session:
            events.write(session, KIND, now, **{name.replace("-", "_"): count for name, count in erased.items()})
        sweep(engine, ("coordinator_values", "contact_lines", "access_log", "outbox"))
    return erased


def erased_on(session: Session, start: datetime, end: datetime) -> dict[str, int]:
    """By class what was erased between two moments."""
    totals: dict[str, int] = {}
    for details in session.scalars(select(Event.details).where(Event.kind == KIND, Event.at >= start, Event.at < end)):
        for name, count in details.items():
            totals[name.replace("_", "-")] = totals.get(name.replace("_", "-"), 0) + count
    return totals


def _years_ago(now: datetime, years: int) -> datetime:
    try:
        return now.replace(year=now.year - years)
    except ValueError:  # 29 February
        return now.replace(year=now.year - years, day=28)


def _paper(engine: Engine, store: Store, before: datetime | None, now: datetime, records: Path) -> int:
    """Old receipts with all that stands on them: their forms as of a person who asks, and what holds no form by its files."""
    if before is None:
        return 0
    with reading(engine) as session:
        old = select(Form.id).join(Receipt, Receipt.id == Form.receipt_id).where(Receipt.kept_at < before)
        forms = list(session.scalars(old.where(Receipt.file_name != ERASED[0]).order_by(Form.id).limit(AT_ONCE)))
        others = select(Receipt.id, Receipt.raw_sha256).where(Receipt.kept_at < before, Receipt.file_name != ERASED[0])
        bare = session.execute(others.where(Receipt.id.not_in(select(Form.receipt_id))).limit(AT_ONCE)).all()
    if forms:
        erase(engine, store, forms, now, KIND, records)
    for receipt_id, sha in bare:
        store.erase(sha)
        with writing(engine) as session:
            session.execute(update(Receipt).where(Receipt.id == receipt_id).values(file_name=ERASED[0]))
    return len(forms) + len(bare)


def _directory(session: Session, before: datetime | None) -> int:
    if before is None:
        return 0
    ended = select(Coordinator.id).where(Coordinator.until < before)
    return done(session, delete(CoordinatorValue).where(CoordinatorValue.coordinator_id.in_(ended)))


def _mail_out(engine: Engine, store: Store, before: datetime | None) -> int:
    if before is None:
        return 0
    with reading(engine) as session:
        sent = (Outbox.state == outbox.SENT, Outbox.sent_at < before, Outbox.content_sha256 != "")
        old = session.execute(select(Outbox.id, Outbox.content_sha256).where(*sent)).all()
    for row_id, sha in old:
        store.erase(sha)
        with writing(engine) as session:
            session.execute(update(Outbox).where(Outbox.id == row_id).values(recipients=[], content_sha256="", last_error=None))
    return len(old)
