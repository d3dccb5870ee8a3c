"""Which circular a return belongs to: by the number that it quotes, then its form, its agency, and when it came.

Where more than one fits, nobody guesses: the form has no circular until a person chooses one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from rules.letter_numbers import canonical
from storage import directory, events
from storage.tables import Addressee, Circular, Form, QuotedNumber, Receipt
from storage.thai_text import bangkok_date


def note_quoted(session: Session, receipt_id: int, numbers: Collection[str]) -> None:
    """Keep the letter numbers that stand on a receipt's pages (canonical), beside those already known."""
    known = set(session.scalars(select(QuotedNumber.number).where(QuotedNumber.receipt_id == receipt_id)))
    session.add_all(QuotedNumber(receipt_id=receipt_id, number=number) for number in set(numbers) - known if len(number) <= 64)
    session.flush()


def fitting(session: Session, receipt: Receipt, definition: str, agency_id: int | None) -> Sequence[Circular]:
    """The circulars that a form of this receipt may answer: one, none, or several among which a person chooses."""
    found = _candidates(session, receipt, definition)
    if len(found) > 1 and agency_id is not None:
        found = _asking(session, found, agency_id) or found
    return found


def _candidates(session: Session, receipt: Receipt, definition: str) -> list[Circular]:
    came = receipt.taken_at or receipt.kept_at
    open_then = or_(Circular.closed_at.is_(None), Circular.closed_at > came)
    rows = session.scalars(select(Circular).where(Circular.form == definition, open_then).order_by(Circular.id)).all()
    found = [row for row in rows if row.dated is None or row.dated <= bangkok_date(came)]
    quoted = set(session.scalars(select(QuotedNumber.number).where(QuotedNumber.receipt_id == receipt.id)))
    return [row for row in found if row.number and canonical(row.number) in quoted] or found


def find_circular(session: Session, receipt: Receipt, definition: str, agency_id: int | None) -> int | None:
    """The one circular that fits; None where none does, or several do."""
    found = fitting(session, receipt, definition, agency_id)
    return found[0].id if len(found) == 1 else None


def choose(session: Session, form_id: int, circular_id: int, user_id: int, now: datetime) -> Form:
    """A person says which circular a form answers. Raises LookupError."""
    form, circular = session.get(Form, form_id), session.get(Circular, circular_id)
    if form is None or circular is None:
        raise LookupError(f"no form {form_id} or no circular {circular_id}")
    form.circular_id = circular.id
    directory.enter(session, form, now)
    events.write(session, "circular-chosen", now, user_id=user_id, receipt_id=form.receipt_id, form=form_id, circular=circular_id)
    return form


def unassigned(session: Session) -> Sequence[Form]:
    """Live forms that belong to no circular though some are open for their kind of form, the oldest first."""
    open_ = select(Circular.id).where(Circular.form == Form.definition, Circular.closed_at.is_(None)).correlate(Form).exists()
    rows = select(Form).join(Receipt, Receipt.id == Form.receipt_id).where(Form.circular_id.is_(None), Form.state != "withdrawn", open_)
    return session.scalars(rows.where(Receipt.not_ours.is_(None)).order_by(Form.id)).all()


def _asking(session: Session, circulars: Sequence[Circular], agency_id: int) -> list[Circular]:
    ids = [circular.id for circular in circulars]
    asking = select(Addressee.circular_id).where(Addressee.circular_id.in_(ids), Addressee.agency_id == agency_id, Addressee.asked != "no")
    wanted = set(session.scalars(asking))
    return [circular for circular in circulars if circular.id in wanted]
