"""A person's data are erased: values, trail, pictures, readings, originals, mails; numbers, states and the account stay.

First a record (no personal value: ids and hashes) is written beside the store, then one transaction, then the files go. Killed in between,
`finish` goes on; a backup that is restored is brought to the same by `replay`.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import CursorResult, Delete, Engine, Update, delete, or_, select, text, update
from sqlalchemy.orm import Session

from storage import events, search, small_file
from storage.engine import one_at_a_time, reading, writing
from storage.new_receipts import ERASED
from storage.person.find import OF_AN_AGENCY, known_by, with_copies
from storage.person.pictures import blacked_out
from storage.person.scrub import scrub, without
from storage.store import Store
from storage.tables import (
    BlindKey,
    Coordinator,
    CoordinatorValue,
    Correction,
    CorrectionValue,
    CoveringLetter,
    Document,
    Field,
    Form,
    Message,
    Outbox,
    Page,
    Problem,
    Receipt,
    Run,
    Sighting,
    ToldValue,
    Undo,
)

FOLDER = "erasures"


@dataclass(frozen=True, slots=True)
class Erasure:
    """What was erased. forms: (id, year and intake number of its receipt); files: hashes; rows: by table; mails: where originals may
    still lie; done: also the files are gone."""

    id: str
    at: datetime
    why: str
    forms: list[tuple[int, int, int]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    mails: list[str] = field(default_factory=list)
    done: bool = False


def erase(engine: Engine, store: Store, form_ids: Collection[int], at: datetime, why: str, records: Path) -> Erasure:
    """Erase all that is held of the person of these forms. why: a code (`request`, `retention`, `replay`). Raises StoreNotWritable."""
    with reading(engine) as session:
        forms = with_copies(session, form_ids)
        texts = known_by(session, forms)
        receipts = set(session.scalars(select(Form.receipt_id).where(Form.id.in_(forms))))
        pages = session.scalars(select(Page).join(Run, Run.id == Page.run_id).where(Run.receipt_id.in_(receipts)).order_by(Page.id)).all()
        new = blacked_out(session, store, pages, forms, texts)
        mails = _mails_to(session, texts)
        files = [*_papers(session, receipts), *new, *(page.reading_sha256 for page in pages if page.reading_sha256), *mails]
        record = Erasure(uuid.uuid4().hex[:12], at, why, _numbered(session, forms), list(dict.fromkeys(files)))
        record = replace(record, mails=list(_places(session, receipts)))
    _keep(record, records)
    with writing(engine) as session:
        one_at_a_time(session, "directory")
        record = replace(record, rows=_erase_rows(session, forms, receipts, new, texts, at))
        session.execute(update(Outbox).where(Outbox.content_sha256.in_(mails or [""])).values(recipients=[], last_error=None))
        events.write(session, "person-erased", at, erasure=record.id, forms=len(forms), why=why)
        small = {sha: small_file.facts_of(session, session.get_one(Receipt, receipt)) for receipt, sha in _originals(session, receipts)}
    for sha, facts in small.items():
        store.put_receipt(sha, without({**facts, "file_name": ERASED[0]}, texts))
    record = _remove_files(store, record, records)
    sweep(engine, record.rows)
    return record


def finish(store: Store, records: Path) -> None:
    """Erasures that were broken off after their rows were gone: now their files go too."""
    for record in read_records(records):
        if not record.done:
            _remove_files(store, record, records)


def replay(engine: Engine, store: Store, records: Path, since: datetime, at: datetime) -> int:
    """A backup of that moment was restored: erase again what was erased since; gives how many erasures."""
    later = [record for record in read_records(records) if record.at > since]
    for record in later:
        for sha in record.files:
            store.erase(sha)
        with reading(engine) as session:
            there = {(form, year, number) for form, year, number in _numbered(session, [one[0] for one in record.forms])}
        if known := [one[0] for one in record.forms if tuple(one) in there]:
            again = erase(engine, store, known, at, "replay", records)
            (records / f"{again.id}.json").unlink()
    return len(later)


def read_records(records: Path) -> list[Erasure]:
    """All erasures, the oldest first."""
    said = [json.loads(path.read_bytes()) for path in records.glob("*.json")]
    found = [Erasure(**{**one, "at": datetime.fromisoformat(one["at"]), "forms": [tuple(form) for form in one["forms"]]}) for one in said]
    return sorted(found, key=lambda one: one.at)


def sweep(engine: Engine, tables: Collection[str]) -> None:
    """Databases leave what was deleted lying in their files: write the files anew."""
    if engine.dialect.name == "postgresql":
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            for table in sorted(tables):
                connection.execute(text(f"VACUUM FULL {table}"))
        return
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")  # these work outside a transaction only
        for statement in ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
            connection.exec_driver_sql(statement)


def _erase_rows(
    session: Session, forms: Collection[int], receipts: Collection[int], new: dict[str, str], texts: Collection[str], at: datetime
) -> dict[str, int]:
    fields = select(Field.id).where(Field.form_id.in_(forms), Field.kind.not_in(OF_AN_AGENCY)).scalar_subquery()
    rows = select(Coordinator.id).where(Coordinator.form_id.in_(forms)).scalar_subquery()
    runs = select(Run.id).where(Run.receipt_id.in_(receipts)).scalar_subquery()
    empty = {"value": "", "others": []}
    trail = select(Correction.id).where(Correction.field_id.in_(fields)).scalar_subquery()
    undo = or_((Undo.kind == "form") & Undo.subject_id.in_(forms), (Undo.kind == "receipt") & Undo.subject_id.in_(receipts))
    statements: dict[str, Delete | Update] = {
        "correction_values": update(CorrectionValue).where(CorrectionValue.correction_id.in_(trail)).values(old="", new=""),
        "told_values": delete(ToldValue).where(ToldValue.field_id.in_(fields)),
        "blind_keys": update(BlindKey).where(BlindKey.field_id.in_(fields)).values(**empty, against=""),
        "undos": delete(Undo).where(undo),
        "coordinator_values": delete(CoordinatorValue).where(CoordinatorValue.coordinator_id.in_(rows)),
        "coordinators": update(Coordinator).where(Coordinator.id.in_(rows), Coordinator.until.is_(None)).values(until=at),
        "documents": update(Document).where(Document.receipt_id.in_(receipts)).values(name=ERASED[0]),
        "problems": update(Problem).where(Problem.run_id.in_(runs)).values(document=None),
        "messages": update(Message).where(Message.receipt_id.in_(receipts)).values(subject=""),
        "runs": update(Run).where(Run.receipt_id.in_(receipts), Run.closed_at.is_(None)).values(
            closed_at=at, error_code=ERASED[0], error_reason=ERASED[1]
        ),
        "covering_letters": update(CoveringLetter).where(CoveringLetter.page_id.in_(select(Page.id).where(Page.run_id.in_(runs)))).values(
            sender="", subject=""
        ),
        "pages": update(Page).where(Page.run_id.in_(runs)).values(reading_sha256=None),
        "receipts": update(Receipt).where(Receipt.id.in_(receipts)).values(file_name=ERASED[0]),
        "fields": update(Field).where(Field.id.in_(fields)).values(**empty, read="", machine_value="", candidates=[], state="blank"),
    }  # fmt: skip
    changed = {table: done(session, statement) for table, statement in statements.items()}
    session.execute(update(Receipt).where(Receipt.id.in_(receipts), Receipt.settled_at.is_(None)).values(settled_at=at))
    for old, picture in new.items():
        session.execute(update(Page).where(Page.image_sha256 == old).values(image_sha256=picture))
    session.expire_all()
    for form in session.scalars(select(Form).where(Form.id.in_(forms))):
        if form.state == "waiting":
            form.state, form.done_at = ("done", at) if form.agency_id else ("withdrawn", None)
    for table, count in scrub(session, texts).items():
        changed[table] = changed.get(table, 0) + count
    session.expire_all()
    for form in session.scalars(select(Form).where(Form.receipt_id.in_(receipts))):
        search.describe(session, form)
    return {**{table: count for table, count in changed.items() if count}, "forms": len(forms)}


def done(session: Session, statement: Delete | Update) -> int:
    """Execute it; gives how many rows there were."""
    result = session.execute(statement.execution_options(synchronize_session=False))
    assert isinstance(result, CursorResult)
    return result.rowcount


def _remove_files(store: Store, record: Erasure, records: Path) -> Erasure:
    for sha in record.files:
        store.erase(sha)
    record = replace(record, done=True)
    _keep(record, records)
    return record


def _keep(record: Erasure, records: Path) -> None:
    records.mkdir(parents=True, exist_ok=True, mode=0o700)
    Store(records).put_facts(f"{record.id}.json", {**asdict(record), "at": record.at.isoformat()})


def _numbered(session: Session, forms: Collection[int]) -> list[tuple[int, int, int]]:
    rows = select(Form.id, Receipt.year, Receipt.number).join(Receipt, Receipt.id == Form.receipt_id).where(Form.id.in_(forms))
    return [(form, year, number) for form, year, number in session.execute(rows.order_by(Form.id))]


def _originals(session: Session, receipts: Collection[int]) -> list[tuple[int, str]]:
    return [(row, sha) for row, sha in session.execute(select(Receipt.id, Receipt.raw_sha256).where(Receipt.id.in_(receipts)))]


def _papers(session: Session, receipts: Collection[int]) -> Iterator[str]:
    yield from (sha for _, sha in _originals(session, receipts))
    yield from session.scalars(select(Document.sha256).where(Document.receipt_id.in_(receipts)))


def _places(session: Session, receipts: Collection[int]) -> Iterator[str]:
    rows = select(Sighting.mailbox, Sighting.uid).where(Sighting.receipt_id.in_(receipts), Sighting.uid.is_not(None))
    yield from (f"{mailbox} UID {uid}" for mailbox, uid in session.execute(rows))


def _mails_to(session: Session, texts: Collection[str]) -> list[str]:
    """Mails of ours that went to this person."""
    sent = session.execute(select(Outbox.content_sha256, Outbox.recipients).where(Outbox.kind != "report"))
    return [sha for sha, recipients in sent if sha and any(text in recipient for text in texts for recipient in recipients)]
