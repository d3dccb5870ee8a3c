"""A paper cannot serve: it is put aside, and its sender is to be asked for another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from storage import directory, events, leases, take_back
from storage.corrections import next_version
from storage.engine import reading, writing
from storage.settle import settle_pages
from storage.tables import Agency, AgencyContact, AskedAgain, Circular, Form, Message, Receipt, User
from storage.undo import remember

WHYS = ("unreadable", "cut-off", "missing-pages", "wrong-form", "not-filled")


@dataclass(frozen=True, slots=True)
class Asking:
    """A paper that was asked for again. contacts: how to reach the agency, or else where the paper came from."""

    id: int
    receipt_id: int
    year: int
    number: int
    agency: str | None
    why: str
    by: str
    at: datetime
    contacts: tuple[str, ...]


def ask_for_form(engine: Engine, form_id: int, version: int, user_id: int, why: str, now: datetime) -> None:
    """The form counts no more; its sender is asked for another. Raises `StaleForm`, and ValueError for an unknown why."""
    _check(why)
    with writing(engine) as session:
        form = next_version(session, form_id, version)
        ids = {"receipt_id": form.receipt_id, "page_id": form.page_id, "form_id": form.id, "agency_id": form.agency_id}
        asked = _asked(session, ids, why, user_id, now)
        remember(session, form, user_id, now, asked.id)
        form.state = "withdrawn"
        directory.leave(session, form)
        leases.free(session, form.receipt_id, user_id)
        events.write(session, "asked-again", now, user_id=user_id, receipt_id=form.receipt_id, form=form.id, why=why)


def ask_for_receipt(engine: Engine, receipt_id: int, user_id: int, why: str, now: datetime) -> None:
    """What no form carries is settled by asking the sender for another paper. Raises LookupError, and ValueError for an unknown why."""
    _check(why)
    with writing(engine) as session:
        receipt = session.scalar(select(Receipt).where(Receipt.id == receipt_id).with_for_update())
        if receipt is None:
            raise LookupError(f"no receipt {receipt_id}")
        with take_back.of_receipt(session, receipt_id, user_id, now):
            _asked(session, {"receipt_id": receipt_id, "agency_id": sender_agency(session, receipt_id)}, why, user_id, now)
            settle_pages(session, receipt, user_id, now)
        events.write(session, "asked-again", now, user_id=user_id, receipt_id=receipt_id, why=why)


def settle_asking(engine: Engine, asking_id: int, user_id: int, now: datetime) -> None:
    """A new paper came, or nobody waits for one any more."""
    with writing(engine) as session:
        open_ = (AskedAgain.id == asking_id, AskedAgain.settled_at.is_(None))
        receipt_id = session.scalar(update(AskedAgain).where(*open_).values(settled_at=now).returning(AskedAgain.receipt_id))
        if receipt_id is not None:
            take_back.remember(session, take_back.ASKING, asking_id, user_id, now, {})
            events.write(session, "asking-settled", now, user_id=user_id, receipt_id=receipt_id, asking=asking_id)


def askings(engine: Engine) -> Sequence[Asking]:
    """All that were asked for another paper and have not sent it, the first asked in front."""
    rows = select(AskedAgain, Receipt, Agency.name, User.name, Message).join(Receipt, Receipt.id == AskedAgain.receipt_id)
    rows = rows.join(User, User.id == AskedAgain.user_id).outerjoin(Agency, Agency.id == AskedAgain.agency_id)
    rows = rows.outerjoin(Message, Message.receipt_id == Receipt.id).where(AskedAgain.settled_at.is_(None)).order_by(AskedAgain.id)
    with reading(engine) as session:
        return tuple(_asking(session, *row) for row in session.execute(rows))


def circular_of(session: Session, asking_id: int) -> Circular | None:
    """The circular that the paper answered; where no form says which, the only one that is open."""
    form = session.scalar(select(AskedAgain.form_id).where(AskedAgain.id == asking_id))
    named = session.scalar(select(Circular).join(Form, Form.circular_id == Circular.id).where(Form.id == form)) if form else None
    open_ = session.scalars(select(Circular).where(Circular.closed_at.is_(None)).limit(2)).all()
    return named or (open_[0] if len(open_) == 1 else None)


def sender_agency(session: Session, receipt_id: int) -> int | None:
    """The one agency whose number or address the receipt came from."""
    message = session.get(Message, receipt_id)
    known = [value for value in (message.sender_number, message.sender_station, message.from_address) if value] if message else []
    found = session.scalars(select(AgencyContact.agency_id).where(AgencyContact.value.in_(known)).distinct()).all() if known else []
    return found[0] if len(found) == 1 else None


def _asked(session: Session, ids: dict[str, int | None], why: str, user_id: int, now: datetime) -> AskedAgain:
    asked = AskedAgain(**ids, why=why, user_id=user_id, at=now)
    session.add(asked)
    session.flush()
    return asked


def _asking(session: Session, asked: AskedAgain, receipt: Receipt, agency: str | None, by: str, message: Message | None) -> Asking:
    wanted = select(AgencyContact.value).where(AgencyContact.agency_id == asked.agency_id).order_by(AgencyContact.kind, AgencyContact.id)
    known = session.scalars(wanted).all() if asked.agency_id else []
    sent_from = (message.sender_number, message.from_address) if message else ()
    contacts = tuple(dict.fromkeys(value for value in (*known, *sent_from) if value))
    return Asking(asked.id, receipt.id, receipt.year, receipt.number, agency, asked.why, by, asked.at, contacts)


def _check(why: str) -> None:
    if why not in WHYS:
        raise ValueError(f"no reason {why!r} to ask again")
