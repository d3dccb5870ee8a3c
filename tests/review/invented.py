"""An office day of invented people, for the pictures in the documents and for looking at each view."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from storage import circulars
from storage.circulars import NewCircular
from storage.engine import writing
from storage.tables import Agency, Coordinator
from tests.review.desk import NOON, Desk, doubt

PHONE = doubt("0 5300 000", "0 5300 0002", "0 5300 0007", proofs=("not-in-plan",))


@dataclass(frozen=True, slots=True)
class Day:
    """The forms and receipts of the day that views begin with."""

    doubtful: int
    sure: int
    together: int
    letter: int
    locked: int
    circular: int


def day(desk: Desk) -> Day:
    """Fills the desk: a circular, forms with doubts of every kind, paper without a form."""
    with writing(desk.engine) as session:
        session.add(Agency(code="T-3", name="โรงเรียนตัวอย่างวิทยา", kind="provincial", district="", ordinal=3, active=True))
        session.flush()
        asked = {"provincial": "direct", "district": "direct"}
        circular = circulars.create(
            session, NewCircular("w1", "แจ้งรายชื่อผู้ประสานงาน", "coordinator", asked, due_on=date.today() + timedelta(days=3)), NOON
        )
        session.flush()
    desk.clock = datetime.now(UTC) - timedelta(hours=20)
    doubts = {"first_name": doubt("สมมติ", "สมมุติ"), "last_name": doubt("ทคลอง", proofs=("handwritten",)), "phone": PHONE}
    doubtful = desk.form_fax(doubts, unsure={"last_name": [1], "first_name": [3]}, position="นักวิชาการคอมพิวเตอร์ชำนาญการ")
    sure = desk.form_fax({}, agency="T-2", first_name="ใจดี", last_name="ตัวอย่าง", email="jaidee@example.go.th")
    fresh = {"email": doubt("jaidee@exarnple.go.th", "jaidee@example.go.th", proofs=("domain-near",))}
    together = desk.forms_fax((fresh, "T-2"), ({"mobile": doubt("0 8900 0000")}, "T-1"))[0]
    desk.form_fax({"agency": doubt("ที่ว่าการอำเภอทดสอบใหม่", proofs=("not-in-roster",))}, agency=None, first_name="สมหมาย")
    with writing(desk.engine) as session:
        session.add(Coordinator(agency_id=1, since=NOON))
    return Day(doubtful, sure, together, desk.letter_fax(), desk.locked_mail(), circular.id)
