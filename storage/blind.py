"""Blind keying: a person types what a strip says without seeing what the machine read; so its errors are counted.

Fields of which the machine was sure (the sample) are mixed with doubtful ones in an order that tells nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Engine, Integer, Select, TextClause, literal_column, or_, select, text, update
from sqlalchemy.orm import Session, joinedload

from rules.text import fold
from storage import events, take_back
from storage.engine import reading, writing
from storage.tables import BlindKey, Field, Form, Page, User
from storage.tables.forms import MIX, ONE_IN, PRIME, doubtful, mixed, sampled

__all__ = [
    "MIX",
    "ONE_IN",
    "PRIME",
    "TRUTHS",
    "Difference",
    "Keyed",
    "differences",
    "key",
    "keyed_values",
    "next_to_key",
    "settle_difference",
]
TRUTHS = ("machine", "keyed", "other")
AND = ", "


@dataclass(frozen=True, slots=True)
class Keyed:
    """What a person typed from a strip. value: canonical; empty: None, or blank, unreadable."""

    value: str
    others: tuple[str, ...] = ()
    empty: str | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of which the person and the machine say otherwise."""

    key: BlindKey
    field: Field
    form: Form
    page: Page
    by: str


def next_to_key(engine: Engine, user_id: int, after: int = 0) -> tuple[Field, Page] | None:
    """A strip that nobody has keyed yet, of a form that this person has not done. after: the field before, which is passed over."""
    keyed = select(BlindKey.id).where(BlindKey.field_id == Field.id).correlate(Field).exists()
    strangers = or_(Form.done_by.is_(None), Form.done_by != user_id)
    live = (~keyed, strangers, Form.state != "withdrawn", Field.kind != "agency", Field.id != after)
    with reading(engine) as session:
        # Asked apart, so that the few sampled and the few doubtful ones are each found by their index.
        found = [row for part in (_sampled(), text(doubtful("fields."))) for row in session.execute(_first_of(part, *live))]
        field_id = next((id_ for _, id_, box in sorted(found, key=lambda row: row[:2]) if box), None)
        row = session.execute(_with_page().where(Field.id == field_id)).one_or_none() if field_id else None
        return (row[0], row[1]) if row else None


def _with_page() -> Select[Field, Page]:
    return select(Field, Page).join(Form, Form.id == Field.form_id).join(Page, Page.id == Form.page_id)


def _first_of(part: TextClause, *live: ColumnElement[bool]) -> Select[int, int, list[float] | None]:
    rows = select(_mixed(), Field.id, Field.box).join(Form, Form.id == Field.form_id)
    return rows.where(part, *live).order_by(_mixed(), Field.id).limit(20)


def key(engine: Engine, field_id: int, keyed: Keyed, user_id: int, now: datetime) -> None:
    """Keep what a person typed; the first one who keyed a field counts."""
    with writing(engine) as session:
        field = session.get(Field, field_id, with_for_update=True)
        known = session.scalar(select(BlindKey.id).where(BlindKey.field_id == field_id))
        if field is None or known:
            return
        sampled = session.scalar(select(Field.id).where(Field.id == field_id, _sampled())) is not None
        said = "" if keyed.empty else keyed.value
        agrees = fold(said) == fold(field.machine_value) and keyed.empty != "unreadable"
        own = {"value": said, "others": list(keyed.others), "empty": keyed.empty, "against": field.machine_value}
        session.add(BlindKey(field_id=field_id, user_id=user_id, at=now, sampled=sampled, agrees=agrees, **own))
        take_back.remember(session, take_back.KEYED, field_id, user_id, now, {})
        form = session.get_one(Form, field.form_id)
        events.write(session, "field-keyed", now, user_id=user_id, receipt_id=form.receipt_id, field=field_id)


def differences(engine: Engine) -> Sequence[Difference]:
    """What a supervisor is to decide: sampled fields of which machine and person say otherwise, the oldest first."""
    rows = select(BlindKey, Field, Form, Page, User.name).join(Field, Field.id == BlindKey.field_id).join(Form, Form.id == Field.form_id)
    rows = rows.join(Page, Page.id == Form.page_id).join(User, User.id == BlindKey.user_id)
    open_ = (BlindKey.sampled, BlindKey.agrees.is_(False), BlindKey.settled_at.is_(None))
    with reading(engine) as session:
        found = session.execute(rows.where(*open_).options(joinedload(Field.form)).order_by(BlindKey.id).limit(50))
        return tuple(Difference(*row) for row in found)


def settle_difference(engine: Engine, key_id: int, truth: str, user_id: int, now: datetime) -> bool:
    """A supervisor says who was right; gives False where that was said before. Raises ValueError for an unknown truth."""
    if truth not in TRUTHS:
        raise ValueError(f"no truth {truth!r}")
    with writing(engine) as session:
        open_ = (BlindKey.id == key_id, BlindKey.settled_at.is_(None))
        settled = update(BlindKey).where(*open_).values(truth=truth, settled_by=user_id, settled_at=now).returning(BlindKey.field_id)
        field_id = session.scalar(settled)
        if field_id is not None:
            take_back.remember(session, take_back.DIFFERENCE, key_id, user_id, now, {})
            events.write(session, "difference-settled", now, user_id=user_id, field=field_id, truth=truth)
        return field_id is not None


def keyed_values(session: Session, form_id: int) -> dict[int, BlindKey]:
    """What was keyed blind of a form's fields, by field."""
    rows = select(BlindKey).join(Field, Field.id == BlindKey.field_id).where(Field.form_id == form_id, BlindKey.empty.is_(None))
    return {row.field_id: row for row in session.scalars(rows)}


def _mixed() -> ColumnElement[int]:
    return literal_column(mixed("fields."), Integer)


def _sampled() -> TextClause:
    return text(sampled("fields."))
