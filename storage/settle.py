"""A person deals with a receipt that no form carries: it is none of ours, or it was looked at and holds no form."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from storage import events, take_back
from storage.engine import writing
from storage.states import WAITING, receipt_state
from storage.tables import Form, Page, Receipt, Run

BY_PERSON = "person"


class CannotSettle(Exception):
    """The receipt does not wait, or has forms that speak against it: nothing was changed."""


def not_ours(engine: Engine, receipt_id: int, user_id: int) -> None:
    """The receipt is none of ours, a person says; its waiting forms are withdrawn. Raises `CannotSettle`."""
    with writing(engine) as session:
        receipt, now = _waiting(session, receipt_id), datetime.now(UTC)
        if _has_form(session, receipt_id, "done"):
            raise CannotSettle
        with take_back.of_receipt(session, receipt_id, user_id, now):
            session.execute(update(Form).where(Form.receipt_id == receipt_id, Form.state == "waiting").values(state="withdrawn"))
            receipt.not_ours, receipt.settled_at, receipt.settled_by = BY_PERSON, now, user_id
        events.write(session, "receipt-not-ours", now, user_id=user_id, receipt_id=receipt_id)


def settle(engine: Engine, receipt_id: int, user_id: int) -> None:
    """A person looked at it and it holds no form; its waiting pages are settled. Raises `CannotSettle`."""
    with writing(engine) as session:
        receipt, now = _waiting(session, receipt_id), datetime.now(UTC)
        if _has_form(session, receipt_id, "waiting"):
            raise CannotSettle
        with take_back.of_receipt(session, receipt_id, user_id, now):
            settle_pages(session, receipt, user_id, now)
        events.write(session, "receipt-settled", now, user_id=user_id, receipt_id=receipt_id)


def settle_pages(session: Session, receipt: Receipt, user_id: int, now: datetime) -> None:
    """Nothing of the receipt waits any more except its forms."""
    receipt.settled_at, receipt.settled_by = now, user_id
    runs = select(Run.id).where(Run.receipt_id == receipt.id)
    session.execute(update(Page).where(Page.run_id.in_(runs), Page.state == "waiting").values(state="settled"))


def _waiting(session: Session, receipt_id: int) -> Receipt:
    """The receipt, locked until the end, if it waits for a person."""
    receipt = session.scalar(select(Receipt).where(Receipt.id == receipt_id).with_for_update())
    state = session.scalar(select(receipt_state()).select_from(Receipt).where(Receipt.id == receipt_id))
    if receipt is None or state != WAITING:
        raise CannotSettle
    return receipt


def _has_form(session: Session, receipt_id: int, state: str) -> bool:
    return session.scalar(select(Form.id).where(Form.receipt_id == receipt_id, Form.state == state).limit(1)) is not None
