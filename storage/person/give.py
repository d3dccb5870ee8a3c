"""All that is held of a person, to be given out; and what it takes to keep it from use."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Engine, Table, and_, or_, select, update
from sqlalchemy.orm import Session

from storage import events
from storage.engine import reading, writing
from storage.person.find import known_by, with_copies
from storage.person.scrub import NOT_HERE, without
from storage.personal import PERSONAL
from storage.store import NotInStore, Store
from storage.tables import Base, Coordinator, Correction, Field, Form, Page, Receipt


def export(engine: Engine, store: Store, form_ids: Collection[int], folder: Path) -> int:
    """Write `data.json` and the person's papers (originals, page images) into `folder`; gives how many files there are."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with reading(engine) as session:
        forms = with_copies(session, form_ids)
        told = {**_linked(session, forms), "elsewhere": _elsewhere(session, forms), "seen_by": _looks(session, forms)}
        papers = _papers(session, forms)
    (folder / "data.json").write_text(json.dumps(told, ensure_ascii=False, indent=1, default=_plain), encoding="utf-8")
    written = 1
    for name, sha in papers.items():
        try:
            (folder / name).write_bytes(store.get(sha))
            written += 1
        except NotInStore:
            continue
    return written


def restrict(engine: Engine, form_ids: Collection[int], at: datetime, *, lift: bool = False) -> int:
    """Keep what these forms say from use, or (lift) no longer; gives how many forms."""
    since = None if lift else at
    with writing(engine) as session:
        forms = with_copies(session, form_ids)
        session.execute(update(Form).where(Form.id.in_(forms)).values(restricted_at=since))
        session.execute(update(Coordinator).where(Coordinator.form_id.in_(forms)).values(restricted_at=since))
        events.write(session, "person-restricted", at, forms=len(forms), lifted=int(lift))
    return len(forms)


def _linked(session: Session, forms: Collection[int]) -> dict[str, Any]:
    tables = Base.metadata.tables
    fields = select(Field.id).where(Field.form_id.in_(forms)).scalar_subquery()
    receipts = select(Form.receipt_id).where(Form.id.in_(forms)).scalar_subquery()
    trail = select(Correction.id).where(Correction.field_id.in_(fields)).scalar_subquery()
    rows = select(Coordinator.id).where(Coordinator.form_id.in_(forms)).scalar_subquery()
    wanted: dict[str, ColumnElement[bool]] = {
        "receipts": tables["receipts"].c.id.in_(receipts),
        "messages": tables["messages"].c.receipt_id.in_(receipts),
        "documents": tables["documents"].c.receipt_id.in_(receipts),
        "forms": tables["forms"].c.id.in_(forms),
        "fields": tables["fields"].c.id.in_(fields),
        "corrections": tables["corrections"].c.id.in_(trail),
        "correction_values": tables["correction_values"].c.correction_id.in_(trail),
        "told_values": tables["told_values"].c.field_id.in_(fields),
        "blind_keys": tables["blind_keys"].c.field_id.in_(fields),
        "coordinators": tables["coordinators"].c.id.in_(rows),
        "coordinator_values": tables["coordinator_values"].c.coordinator_id.in_(rows),
        "register_entries": tables["register_entries"].c.receipt_id.in_(receipts),
    }
    return {name: _rows(session, tables[name], condition) for name, condition in wanted.items()}


def _elsewhere(session: Session, forms: Collection[int]) -> dict[str, list[dict[str, Any]]]:
    """Rows of other tables in which the person's name, numbers or addresses stand."""
    texts = known_by(session, forms)
    found: dict[str, list[dict[str, Any]]] = {}
    for name, columns in PERSONAL.items():
        table = Base.metadata.tables[name]
        if name not in NOT_HERE and name not in ("receipts", "messages", "documents"):
            rows = [row for row in _rows(session, table) if any(without(row[one], texts) != row[one] for one in columns)]
            found |= {name: rows} if rows else {}
    return found


def _looks(session: Session, forms: Collection[int]) -> list[dict[str, Any]]:
    """Who looked at it and when."""
    log, user = Base.metadata.tables["access_log"], Base.metadata.tables["users"]
    subjects = {"form": Form.id, "receipt": Form.receipt_id, "page": Form.page_id}
    seen = or_(*(and_(log.c.kind == kind, log.c.subject_id.in_(select(ids).where(Form.id.in_(forms)))) for kind, ids in subjects.items()))
    rows = select(log.c.at, log.c.kind, user.c.name).join(user, user.c.id == log.c.user_id).where(seen).order_by(log.c.id)
    return [dict(row) for row in session.execute(rows).mappings()]


def _papers(session: Session, forms: Collection[int]) -> dict[str, str]:
    rows = select(Receipt.year, Receipt.number, Receipt.raw_sha256, Page.number, Page.image_sha256).join(
        Form, Form.receipt_id == Receipt.id
    )
    papers: dict[str, str] = {}
    for year, number, raw, page, image in session.execute(rows.join(Page, Page.id == Form.page_id).where(Form.id.in_(forms))):
        papers |= {f"{year}-{number}-original": raw, f"{year}-{number}-page-{page}.png": image}
    return papers


def _rows(session: Session, table: Table, condition: ColumnElement[bool] | None = None) -> list[dict[str, Any]]:
    rows = select(table) if condition is None else select(table).where(condition)
    return [dict(row) for row in session.execute(rows.order_by(*table.primary_key)).mappings()]


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
