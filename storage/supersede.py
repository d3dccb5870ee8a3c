"""A further run of a receipt: what the earlier ones left, and what of it a person made and so stays."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from storage import directory
from storage.tables import Correction, Field, Form, Page, Run


@dataclass(frozen=True, slots=True)
class Earlier:
    """Page numbers: forms that a person worked on stay as they are; settled pages stay settled."""

    forms: frozenset[int]
    settled: frozenset[int]


def supersede(session: Session, run: Run) -> Earlier:
    """Make way for `run`: earlier pages count no more, and forms that no person touched are withdrawn."""
    forms = [form for form in _forms(session, run) if not _withdraw(session, form)]
    pages = session.scalars(select(Page).join(Run).where(Run.receipt_id == run.receipt_id, Run.id != run.id)).all()
    earlier = Earlier(frozenset(form.page.number for form in forms), frozenset(page.number for page in pages if page.state == "settled"))
    for page in pages:
        page.state = "superseded"
    session.flush()
    return earlier


def _forms(session: Session, run: Run) -> list[Form]:
    return list(session.scalars(select(Form).where(Form.receipt_id == run.receipt_id, Form.state != "withdrawn")))


def _withdraw(session: Session, form: Form) -> bool:
    touched = select(Form.id).outerjoin(Field).outerjoin(Correction).where(Form.id == form.id)
    if session.scalar(touched.where(or_(Form.done_by.is_not(None), Correction.id.is_not(None))).limit(1)):
        return False
    form.state = "withdrawn"
    directory.leave(session, form)
    return True
