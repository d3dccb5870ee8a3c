"""Acknowledgements: a short formal mail that a return has arrived, at most one a receipt (RFC 3834).

Never to a list, a robot, a gateway or ourselves, and never twice: what is in doubt is not sent again (`storage.outbox`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Literal

from sqlalchemy import Engine, Select, func, select
from sqlalchemy.orm import Session

from report.daily import Office
from report.mail_out import Letter, compose, message_id
from rules.telephone import national
from storage import outbox
from storage.engine import reading, writing
from storage.store import Store
from storage.tables import Field, Form, Message, Outbox, Page, Receipt, Run
from storage.thai_text import date_long, thai_digits, time
from storage.words import word

KIND = "acknowledgement"
Mode = Literal["off", "sender", "form"]
NOT_OLDER = timedelta(days=3)  # switched on today, it answers nobody of last month
SURE = ("accepted", "confirmed", "corrected")
ROBOTS = (
    "mailer-daemon",
    "postmaster",
    "noreply",
    "no-reply",
    "no_reply",
    "donotreply",
    "bounce",
    "listserv",
    "majordomo",
    "owner-",
    "-request@",
)


@dataclass(frozen=True, slots=True)
class Answer:
    """To whom a receipt is acknowledged, and what of it is said."""

    receipt_id: int
    address: str
    number: int
    year: int
    at: datetime
    pages: int
    replied_to: str | None


def queue_acknowledgements(engine: Engine, store: Store, office: Office, mode: Mode, now: datetime, fax_address: str = "") -> int:
    """Put what is to be acknowledged into the outbox; gives how many. fax_address: how the gateway takes faxes by mail,
    such as `{number}@fax.gw.example`; empty: faxes are not answered.
    """
    if mode == "off" or not office.mail_from:
        return 0
    with reading(engine) as session:
        answers = [answer for receipt in session.scalars(_new(now)) if (answer := _answer(session, receipt, mode, office, fax_address))]
    for answer in answers:
        _queue(engine, store, office, answer, now)
    return len(answers)


def letter(answer: Answer, office: str) -> Letter:
    """What the mail says: number, day, pages; no telephone number, no name."""
    number = thai_digits(f"{answer.number}/{answer.year}")
    lines = [
        "เรียน ผู้ประสานงาน",
        "",
        f"{office or 'สำนักงาน'}ได้รับ{word('form')}ของท่านแล้ว เมื่อ{date_long(answer.at)} เวลา {time(answer.at)}",
        f"จำนวน {thai_digits(answer.pages)} หน้า",
        f"ลำดับรับเข้าที่ {number} เจ้าหน้าที่จะตรวจความครบถ้วน หากมีข้อสงสัยจะติดต่อกลับ",
        "",
        "ข้อความนี้ระบบส่งโดยอัตโนมัติ ไม่ต้องตอบกลับ",
        "",
        "ขอแสดงความนับถือ",
        office,
    ]
    return Letter(f"แจ้งการได้รับ{word('form')} ลำดับรับเข้าที่ {number}", "\n".join(lines), "")


def may_be_answered(address: str, mail_from: str) -> bool:
    """A person's address, as far as an address tells: no robot's, no list's, not our own."""
    plain = parseaddr(address)[1].lower()
    own = parseaddr(mail_from)[1].lower()
    return "@" in plain and plain != own and not any(robot in plain for robot in ROBOTS)


def _new(now: datetime) -> Select[Receipt]:
    """Receipts of the last days that hold a form, are ours, read to the end and not acknowledged yet."""
    form = select(Form.id).where(Form.receipt_id == Receipt.id, Form.state != "withdrawn").correlate(Receipt).exists()
    open_ = select(Run.id).where(Run.receipt_id == Receipt.id, Run.closed_at.is_(None)).correlate(Receipt).exists()
    rows = select(Receipt).where(
        Receipt.kept_at >= now - NOT_OLDER, Receipt.not_ours.is_(None), Receipt.same_paper_as.is_(None), form, ~open_
    )
    return rows.order_by(Receipt.id)


def _answer(session: Session, receipt: Receipt, mode: Mode, office: Office, fax_address: str) -> Answer | None:
    known = select(Outbox.id).where(Outbox.kind == KIND, Outbox.key == str(receipt.id))
    message = session.get(Message, receipt.id)
    if session.scalar(known) is not None or (message and message.automatic):
        return None
    address = _on_form(session, receipt.id) if mode == "form" else _sender(receipt, message, fax_address)
    if address is None or not may_be_answered(address, office.mail_from):
        return None
    pages = select(func.count(Page.id)).join(Run, Run.id == Page.run_id).where(Run.receipt_id == receipt.id, Page.state != "superseded")
    at = receipt.taken_at or receipt.kept_at
    replied = message.message_id if message and receipt.channel == "mail" else None
    return Answer(receipt.id, address, receipt.number, receipt.year, at, session.scalar(pages) or 0, replied)


def _sender(receipt: Receipt, message: Message | None, fax_address: str) -> str | None:
    if message is None:
        return None
    if receipt.channel == "mail":
        return message.from_address
    number = message.sender_number if receipt.channel == "fax" and fax_address else None
    return fax_address.format(number="".join(c for c in national(number) if c.isdigit())) if number else None


def _on_form(session: Session, receipt_id: int) -> str | None:
    """The e-mail of the receipt's first form, if it is sure."""
    rows = select(Field.value).join(Form, Form.id == Field.form_id).where(Form.receipt_id == receipt_id, Form.state != "withdrawn")
    sure = rows.where(Field.kind == "email", Field.state.in_(SURE), Field.value != "")
    return session.scalar(sure.order_by(Form.id).limit(1))


def _queue(engine: Engine, store: Store, office: Office, answer: Answer, now: datetime) -> None:
    key = str(answer.receipt_id)
    identity = message_id(KIND, key, office.mail_from)
    content = compose(
        letter(answer, office.name),
        identity,
        office.mail_from,
        (answer.address,),
        now,
        replied_to=answer.replied_to,
        automatic="auto-replied",
    )
    sha256 = store.put(content)
    with writing(engine) as session:
        outbox.queue(session, KIND, key, identity, [answer.address], now)
        outbox.set_content(session, KIND, key, sha256)
