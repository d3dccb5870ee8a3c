"""The receive register (ทะเบียนหนังสือรับ): a line for what is a letter or a return, not for every message.

Either the office's central register gives the number and it is typed in (`type_central`), or this program keeps the group's own
register (`register_new`), gap-free in each year of the Buddhist era; a mistaken line is cancelled in place and keeps its number.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.orm import Session

from rules.letter_numbers import canonical
from storage import events
from storage.numbers import next_number
from storage.tables import Agency, Circular, Counter, CoveringLetter, Form, Message, Page, QuotedNumber, Receipt, RegisterEntry, Run
from storage.thai_text import bangkok_date, buddhist_year
from storage.words import word

SERIES = "register"
EDITABLE = ("letter_number", "letter_dated", "from_whom", "to_whom", "subject", "handling", "note")


class RegisterRefused(ValueError):
    """The line cannot be changed so; the message says why, in Thai."""

    code = "register-refused"


def begin(session: Session, first: int, year: int) -> None:
    """Let the own register of `year` (of the Buddhist era) begin with the number `first`, as long as it gave none yet."""
    if session.get(Counter, (SERIES, year)) is None:
        session.add(Counter(series=SERIES, year=year, n=first - 1))
        session.flush()


def register_new(session: Session, now: datetime, to_whom: str = "") -> int:
    """Number every paper that is a letter or holds a form and is in no register yet, the oldest first; gives how many."""
    found = session.scalars(_unregistered()).all()
    for receipt in found:
        entry = _entry(session, receipt, now, to_whom)
        entry.year, entry.number = next_number(session, SERIES, now)
        session.add(entry)
        session.flush()
    return len(found)


def register_by_hand(session: Session, receipt_id: int, own: bool, user_id: int, now: datetime, to_whom: str = "") -> RegisterEntry:
    """A line for a receipt that got none by itself (or a new one after a cancelled one). Raises RegisterRefused if it has one."""
    if live_entry(session, receipt_id):
        raise RegisterRefused("รายการนี้ลงทะเบียนรับแล้ว")
    entry = _entry(session, session.get_one(Receipt, receipt_id), now, to_whom)
    entry.registered_by = user_id
    if own:
        entry.year, entry.number = next_number(session, SERIES, now)
    session.add(entry)
    session.flush()
    events.write(session, "registered", now, user_id=user_id, receipt_id=receipt_id, year=entry.year, number=entry.number)
    return entry


def type_central(session: Session, receipt_id: int, number: str, user_id: int, now: datetime, to_whom: str = "") -> RegisterEntry:
    """The number that the central register gave a receipt, as typed in."""
    entry = live_entry(session, receipt_id) or register_by_hand(session, receipt_id, False, user_id, now, to_whom)
    entry.central_number = number.strip()[:64] or None
    session.flush()
    events.write(session, "central-number", now, user_id=user_id, receipt_id=receipt_id)
    return entry


def cancel(session: Session, entry_id: int, why: str, user_id: int, now: datetime) -> None:
    """Strike a mistaken line out in place; its number stays used. Raises RegisterRefused without a reason."""
    if not why.strip():
        raise RegisterRefused("กรุณาระบุเหตุผลที่ยกเลิก")
    live = update(RegisterEntry).where(RegisterEntry.id == entry_id, RegisterEntry.cancelled_at.is_(None))
    session.execute(live.values(cancelled_at=now, cancelled_by=user_id, cancelled_why=why.strip()))
    events.write(session, "register-cancelled", now, user_id=user_id, entry=entry_id)


def edit(session: Session, entry_id: int, facts: dict[str, object], user_id: int, now: datetime) -> None:
    """Change what a line says; its number and time stay. Raises RegisterRefused for a cancelled one."""
    entry = session.get_one(RegisterEntry, entry_id)
    if entry.cancelled_at:
        raise RegisterRefused("รายการนี้ยกเลิกแล้ว แก้ไขไม่ได้")
    for name in EDITABLE:
        if name in facts:
            setattr(entry, name, facts[name])
    session.flush()
    events.write(session, "register-edited", now, user_id=user_id, entry=entry_id)


def live_entry(session: Session, receipt_id: int) -> RegisterEntry | None:
    """The line of a receipt that is not cancelled."""
    rows = select(RegisterEntry).where(RegisterEntry.receipt_id == receipt_id, RegisterEntry.cancelled_at.is_(None))
    return session.scalar(rows.order_by(RegisterEntry.id.desc()).limit(1))


def entries(session: Session, year: int) -> Sequence[RegisterEntry]:
    """The register of a year, in its order: by number, those with a central number alone by when they were written."""
    rows = select(RegisterEntry).where(RegisterEntry.year == year)
    return session.scalars(rows.order_by(RegisterEntry.number.is_(None), RegisterEntry.number, RegisterEntry.id)).all()


def years(session: Session) -> Sequence[int]:
    """The years that have a line, the newest first."""
    return session.scalars(select(RegisterEntry.year).distinct().order_by(RegisterEntry.year.desc())).all()


def gaps(session: Session, year: int) -> Sequence[int]:
    """Numbers of a year that no line bears, between its first and the last given: there must be none."""
    rows = session.scalars(select(RegisterEntry.number).where(RegisterEntry.year == year))
    numbers = {number for number in rows if number is not None}
    last = session.scalar(select(Counter.n).where(Counter.series == SERIES, Counter.year == year)) or 0
    return [n for n in range(min(numbers, default=last + 1), last + 1) if n not in numbers]


def _unregistered() -> Select[Receipt]:
    """Receipts read to the end, ours, with a live form or a letter, not the same paper again, and without any line."""
    known = select(RegisterEntry.id).where(RegisterEntry.receipt_id == Receipt.id).correlate(Receipt).exists()
    reading = select(Run.id).where(Run.receipt_id == Receipt.id, Run.closed_at.is_(None)).correlate(Receipt).exists()
    form = select(Form.id).where(Form.receipt_id == Receipt.id, Form.state != "withdrawn").correlate(Receipt).exists()
    page = select(Page.id).join(Run, Run.id == Page.run_id).where(Run.receipt_id == Receipt.id, Page.kind == "letter")
    letter = page.where(Page.state != "superseded").correlate(Receipt).exists()
    rows = select(Receipt).where(Receipt.not_ours.is_(None), Receipt.same_paper_as.is_(None), ~known, ~reading, or_(form, letter))
    return rows.order_by(Receipt.id)


def _entry(session: Session, receipt: Receipt, now: datetime, to_whom: str) -> RegisterEntry:
    told = _covering(session, receipt.id)
    return RegisterEntry(
        year=buddhist_year(bangkok_date(now)),
        receipt_id=receipt.id,
        registered_at=now,
        letter_number=(told and told.number) or _own_number(session, receipt.id),
        letter_dated=told.dated if told else None,
        from_whom=_from(session, receipt.id, told),
        to_whom=to_whom,
        subject=(told and told.subject) or _subject(session, receipt.id),
        note=f"{word(receipt.channel)} {word('number')} {receipt.number}/{receipt.year}",
    )


def _covering(session: Session, receipt_id: int) -> CoveringLetter | None:
    """What the first letter of the receipt's papers says of itself; of cover sheets where there is no letter."""
    pages = select(CoveringLetter).join(Page, Page.id == CoveringLetter.page_id).join(Run, Run.id == Page.run_id)
    live = pages.where(Run.receipt_id == receipt_id, Page.state != "superseded")
    return session.scalar(live.order_by(Page.kind != "letter", Page.number).limit(1))


def _own_number(session: Session, receipt_id: int) -> str | None:
    """The number of a letter that stands on the form's own page: one that is no circular's."""
    found = session.scalars(select(QuotedNumber.number).where(QuotedNumber.receipt_id == receipt_id).order_by(QuotedNumber.number))
    known = {canonical(number) for number in session.scalars(select(Circular.number).where(Circular.number.is_not(None))) if number}
    return next((number for number in found if number not in known), None)


def _from(session: Session, receipt_id: int, told: CoveringLetter | None) -> str:
    """The agencies of the forms, else whom the letter is from, else who sent it."""
    named = select(Agency.name).join(Form, Form.agency_id == Agency.id).where(Form.receipt_id == receipt_id, Form.state != "withdrawn")
    names = list(dict.fromkeys(session.scalars(named.order_by(Form.id))))
    message = session.get(Message, receipt_id)
    sender = (message.sender_station or message.from_address or "") if message else ""
    return ", ".join(names) or (told.sender if told else "") or sender


def _subject(session: Session, receipt_id: int) -> str:
    asked = select(func.min(Form.id), Circular.subject).join(Circular, Circular.id == Form.circular_id).where(Form.receipt_id == receipt_id)
    subjects = [subject for _, subject in session.execute(asked.group_by(Circular.subject).order_by(func.min(Form.id)))]
    if subjects:
        return f"ส่ง{word('form')} เรื่อง {', '.join(subjects)}"
    message = session.get(Message, receipt_id)
    return message.subject if message else ""
