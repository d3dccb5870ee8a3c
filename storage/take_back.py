"""Taking back what a person did besides saving a form (`storage.undo`): once, by the same person, as long as nothing changed since."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, delete, select, update
from sqlalchemy.orm import Session

from storage import directory, events
from storage.engine import writing
from storage.tables import AgencyContact, AskedAgain, BlindKey, Field, Form, Page, Receipt, Run, SecondPaper, Undo
from storage.undo import CannotUndo, undo_in

RECEIPT, ASKING, SENDER, KEYED, DIFFERENCE, RELATION = "receipt", "asking", "sender", "keyed", "difference", "relation"


def remember(session: Session, kind: str, subject_id: int, user_id: int, at: datetime, before: dict[str, Any]) -> None:
    """Keep what is needed to take a change of this subject back."""
    session.execute(delete(Undo).where(Undo.kind == kind, Undo.subject_id == subject_id))
    session.add(Undo(kind=kind, subject_id=subject_id, version=0, user_id=user_id, at=at, before=before))
    session.flush()


@contextmanager
def of_receipt(session: Session, receipt_id: int, user_id: int, at: datetime) -> Iterator[None]:
    """What is done to a receipt within can be taken back as a whole."""
    before = _receipt(session, receipt_id)
    yield
    session.flush()
    remember(session, RECEIPT, receipt_id, user_id, at, {"before": before, "after": _receipt(session, receipt_id)})


def take_back(engine: Engine, kind: str, subject_id: int, user_id: int, now: datetime) -> None:
    """Take back what this person did. Raises `CannotUndo`, and LookupError for an unknown kind."""
    with writing(engine) as session:
        restore = RESTORED[kind]
        same = (Undo.kind == kind, Undo.subject_id == subject_id, Undo.user_id == user_id)
        kept = session.scalar(select(Undo).where(*same).with_for_update())
        if kept is None:
            raise CannotUndo
        receipt_id = restore(session, kept, now)
        session.delete(kept)
        events.write(session, f"{kind}-undone", now, user_id=user_id, receipt_id=receipt_id, subject=subject_id)


def _receipt(session: Session, receipt_id: int) -> dict[str, Any]:
    """All of a receipt that a person's decision about it may change."""
    receipt = session.get_one(Receipt, receipt_id, populate_existing=True)
    pages = select(Page.id, Page.state, Page.reason, Page.reason_code).join(Run, Run.id == Page.run_id).where(Run.receipt_id == receipt_id)
    forms = select(Form.id, Form.state, Form.version).where(Form.receipt_id == receipt_id)
    asked = select(AskedAgain.id).where(AskedAgain.receipt_id == receipt_id).order_by(AskedAgain.id)
    return {
        "receipt": [receipt.not_ours, receipt.settled_at.isoformat() if receipt.settled_at else None, receipt.settled_by],
        "pages": {str(row.id): [row.state, row.reason, row.reason_code] for row in session.execute(pages)},
        "forms": {str(row.id): [row.state, row.version] for row in session.execute(forms)},
        "asked": list(session.scalars(asked)),
    }


def _restore_receipt(session: Session, kept: Undo, _now: datetime) -> int:
    receipt_id, before, after = kept.subject_id, kept.before["before"], kept.before["after"]
    session.scalar(select(Receipt.id).where(Receipt.id == receipt_id).with_for_update())
    if _receipt(session, receipt_id) != after:
        raise CannotUndo
    not_ours, settled_at, settled_by = before["receipt"]
    own = {"not_ours": not_ours, "settled_at": datetime.fromisoformat(settled_at) if settled_at else None, "settled_by": settled_by}
    session.execute(update(Receipt).where(Receipt.id == receipt_id).values(**own))
    for page_id, (state, reason, code) in before["pages"].items():
        session.execute(update(Page).where(Page.id == int(page_id)).values(state=state, reason=reason, reason_code=code))
    for form_id in after["forms"]:
        state = before["forms"].get(form_id, ["withdrawn"])[0]
        session.execute(update(Form).where(Form.id == int(form_id)).values(state=state))
    session.execute(delete(AskedAgain).where(AskedAgain.id.in_(set(after["asked"]) - set(before["asked"]))))
    return receipt_id


def _restore_asking(session: Session, kept: Undo, _now: datetime) -> int:
    open_again = update(AskedAgain).where(AskedAgain.id == kept.subject_id, AskedAgain.settled_at == kept.at).values(settled_at=None)
    receipt_id: int | None = session.scalar(open_again.returning(AskedAgain.receipt_id))
    if receipt_id is None:
        raise CannotUndo
    return receipt_id


def _restore_sender(session: Session, kept: Undo, _now: datetime) -> int:
    session.execute(delete(AgencyContact).where(AgencyContact.id.in_(kept.before["contacts"])))
    return kept.subject_id


def _restore_keyed(session: Session, kept: Undo, _now: datetime) -> None:
    mine = (BlindKey.field_id == kept.subject_id, BlindKey.user_id == kept.user_id, BlindKey.settled_at.is_(None))
    if session.scalar(delete(BlindKey).where(*mine).returning(BlindKey.id)) is None:
        raise CannotUndo


def _restore_difference(session: Session, kept: Undo, now: datetime) -> None:
    """Open again; and where the form was given the person's value with it, that is taken back too, if nobody saved it since."""
    open_again = update(BlindKey).where(BlindKey.id == kept.subject_id, BlindKey.settled_at == kept.at)
    again = open_again.values(truth=None, settled_by=None, settled_at=None)
    field_id = session.scalar(again.returning(BlindKey.field_id))
    if field_id is None:
        raise CannotUndo
    form_id = session.scalar(select(Field.form_id).where(Field.id == field_id))
    with suppress(CannotUndo):
        undo_in(session, form_id or 0, kept.user_id, now, of=kept.at)


def _restore_relation(session: Session, kept: Undo, now: datetime) -> int:
    row, form = session.get(SecondPaper, kept.subject_id), session.get(Form, kept.subject_id)
    if row is None or form is None or row.decided_at != kept.at:
        raise CannotUndo
    row.decided, row.decided_by, row.decided_at = kept.before["decided"], kept.before["decided_by"], None
    directory.enter(session, form, now)
    return form.receipt_id


RESTORED: dict[str, Callable[[Session, Undo, datetime], int | None]] = {
    RECEIPT: _restore_receipt,
    ASKING: _restore_asking,
    SENDER: _restore_sender,
    KEYED: _restore_keyed,
    DIFFERENCE: _restore_difference,
    RELATION: _restore_relation,
}
