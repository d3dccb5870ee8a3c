"""Blind keying: a person types what a strip says without seeing what the machine read; so its errors are counted.

Fields of which the machine was sure (the sample) are mixed with doubtful ones in an order that tells nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Engine, and_, or_, select, update
from sqlalchemy.orm import Session, joinedload

from rules.text import fold
from storage import events
from storage.engine import reading, writing
from storage.tables import BlindKey, Field, Form, Page, User

ONE_IN = 20  # of the fields that the machine was sure of
TRUTHS = ("machine", "keyed", "other")
MIX, PRIME = 7919, 10007
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
    rows = select(Field, Page).join(Form, Form.id == Field.form_id).join(Page, Page.id == Form.page_id)
    rows = rows.where(
        or_(_sampled(), Field.state == "waiting"), ~keyed, strangers, Form.state != "withdrawn", Field.kind != "agency", Field.id != after
    )
    with reading(engine) as session:
        found = session.execute(rows.order_by(_mixed(), Field.id).limit(20)).all()
        row = next((one for one in found if one[0].box), None)
        return (row[0], row[1]) if row else None


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
            events.write(session, "difference-settled", now, user_id=user_id, field=field_id, truth=truth)
        return field_id is not None


def keyed_values(session: Session, form_id: int) -> dict[int, BlindKey]:
    """What was keyed blind of a form's fields, by field."""
    rows = select(BlindKey).join(Field, Field.id == BlindKey.field_id).where(Field.form_id == form_id, BlindKey.empty.is_(None))
    return {row.field_id: row for row in session.scalars(rows)}


def _mixed() -> ColumnElement[int]:
    """A number from a field's id that goes with nothing else of it: not with its place on the form, nor with when it came."""
    return (Field.id % PRIME) * MIX % PRIME


def _sampled() -> ColumnElement[bool]:
    """One in twenty of the fields that the machine was sure of, the same ones whenever one asks."""
    return and_(Field.sure, Field.machine_value != "", _mixed() % ONE_IN == 0)
