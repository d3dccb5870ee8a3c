"""What stops work, from when until when: for the pages, the daily report and whoever asks later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Engine, Update, or_, select, update
from sqlalchemy.orm import Session

from storage.engine import reading, writing
from storage.tables import Trouble
from storage.thai_text import date_time, day_bounds

STORE, DATABASE = "store", "database"
# What may be wrong with a source beside its being out of reach.
BESIDE = ("mail-withheld", "not-moved", "disk-low", "queue-still", "report-not-sent", "no-fax")
_SENTENCES = {
    "store-not-writable": "เขียนคลังเอกสารไม่ได้ (ดิสก์เต็มหรือไม่มีสิทธิ์เขียน) จึงหยุดรับเอกสารไว้ก่อน เอกสารที่ส่งเข้ามายังอยู่ที่ต้นทาง",
    "database-away": "ติดต่อหรือเขียนฐานข้อมูลไม่ได้ จึงหยุดรับเอกสารไว้ก่อน เอกสารที่ส่งเข้ามายังอยู่ที่ต้นทาง",
    "database-older": "ฐานข้อมูลเก่ากว่าคลังเอกสาร (เช่น กู้คืนจากสำเนาสำรอง) จึงหยุดรับเอกสารไว้ก่อน โปรดให้ผู้ดูแลระบบสั่ง saraban recover",
    "disk-low": "ที่ว่างในดิสก์ของคลังเอกสารเหลือน้อย โปรดเพิ่มที่ว่าง",
    "queue-still": "การอ่านเอกสารหยุดนิ่งทั้งที่มีเอกสารรออ่าน โปรดให้ผู้ดูแลระบบตรวจ",
    "report-not-sent": "ยังส่งรายงานประจำวันไม่ได้ โปรดให้ผู้ดูแลระบบตรวจเครื่องส่งอีเมล",
    "no-fax": "วันนี้ยังไม่มีโทรสารเข้ามาเลย ทั้งที่ปกติมีทุกวัน โปรดตรวจสอบสายโทรสาร",
    "log-in-refused": "เครื่องแม่ข่ายไม่ยอมให้เข้าใช้ {source} โปรดให้ผู้ดูแลระบบตรวจชื่อผู้ใช้และรหัสผ่าน",
    "token-refused": "สิทธิ์เข้าใช้ {source} (OAuth) หมดอายุหรือถูกเพิกถอน โปรดให้ผู้ดูแลระบบขออนุญาตใหม่",
    "no-folder": "ไม่พบโฟลเดอร์ {source}",
    "mail-withheld": "เครื่องแม่ข่ายไม่ยอมส่งอีเมลบางฉบับใน {source} ให้ โปรดเปิดดูในกล่องจดหมาย",
    "not-moved": "ย้ายหรือทำเครื่องหมายอีเมลที่รับแล้วใน {source} ไม่ได้ (เช่น พื้นที่กล่องจดหมายเต็ม) เอกสารรับไว้ครบแล้ว",
}
_ANY = "ติดต่อ {source} ไม่ได้ จึงยังไม่ได้รับเอกสารจากที่นี้"


@dataclass(frozen=True, slots=True)
class Notice:
    """What is or was wrong. source: a mailbox folder, a drop folder, `store`, `database`; code: stable; until: None while it lasts."""

    source: str
    code: str
    since: datetime
    until: datetime | None = None

    @property
    def sentence(self) -> str:
        """In Thai, with the times."""
        text = _SENTENCES.get(self.code, _ANY).format(source=self.source)
        times = f"ตั้งแต่ {date_time(self.since)}" + (f" ถึง {date_time(self.until)} (กลับเป็นปกติแล้ว)" if self.until else "")
        return f"{text} {times}"


def begin(engine: Engine, source: str, code: str, since: datetime) -> None:
    """Something is wrong. Said again, also with another code, the first moment stays; codes of `BESIDE` stand for themselves."""
    with writing(engine) as session:
        if not session.scalars(_open(source, code).values(code=code).returning(Trouble.id)).all():
            session.add(Trouble(source=source, code=code, since=since))


def end(engine: Engine, source: str, code: str, until: datetime) -> None:
    """It is over; nothing where nothing was wrong. code: one of `BESIDE`, or any other for all others."""
    with writing(engine) as session:
        session.execute(_open(source, code).values(until=until))


def now(engine: Engine) -> Sequence[Notice]:
    """What is wrong at this moment, the oldest first."""
    with reading(engine) as session:
        return _notices(session, Trouble.until.is_(None))


def of_day(session: Session, day: date) -> Sequence[Notice]:
    """What was wrong on `day` in Thailand, if only for a part of it."""
    start, end_ = day_bounds(day)
    return _notices(session, (Trouble.since < end_) & or_(Trouble.until.is_(None), Trouble.until >= start))


def _notices(session: Session, wanted: object) -> Sequence[Notice]:
    rows = session.scalars(select(Trouble).where(wanted).order_by(Trouble.since, Trouble.id))  # type: ignore[arg-type]
    return tuple(Notice(row.source, row.code, row.since, row.until) for row in rows)


def _open(source: str, code: str) -> Update:
    of_its_kind = Trouble.code == code if code in BESIDE else Trouble.code.not_in(BESIDE)
    return update(Trouble).where(Trouble.source == source, Trouble.until.is_(None), of_its_kind)
