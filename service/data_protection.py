"""Texts under the Personal Data Protection Act: the officer's receipt, the notice (section 23), the record of processing (section 39)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from service.settings import Settings
from storage.person.find import Found
from storage.personal import PERSONAL, RETENTIONS
from storage.thai_text import bangkok, date_long, thai_digits, time

ACCESS, ERASURE = timedelta(days=30), timedelta(days=90)
_DONE = {
    "export": "ให้สำเนาข้อมูลส่วนบุคคล (มาตรา ๓๐)",
    "restrict": "ระงับการใช้ข้อมูลส่วนบุคคล (มาตรา ๓๔)",
    "lift": "เลิกระงับการใช้ข้อมูลส่วนบุคคล",
    "erase": "ลบข้อมูลส่วนบุคคล (มาตรา ๓๓)",
}
_CLASSES = {
    "paper": "เอกสารที่รับเข้า ภาพ ผลการอ่าน และประวัติการแก้ไข",
    "register": "ทะเบียนหนังสือรับ",
    "directory": "ทำเนียบผู้ประสานงานที่สิ้นสุดแล้ว",
    "contact": "ช่องทางและประวัติการติดต่อหน่วยงาน",
    "mail-out": "อีเมลที่ส่งออก",
    "access": "ประวัติการเข้าดูข้อมูล",
    "staff": "บัญชีผู้ใช้ของเจ้าหน้าที่",
}


def receipt_for_officer(what: str, found: Sequence[Found], asked: date, done: datetime, lines: Sequence[str]) -> str:
    """What was done for whom and when, with the days by which it had to be. It names no person: papers by their numbers."""
    papers = " ".join(f"{one.number}/{one.year}" for one in found)
    text = [
        "บันทึกการดำเนินการตามคำขอของเจ้าของข้อมูลส่วนบุคคล",
        f"การดำเนินการ: {_DONE[what]}",
        f"วันที่รับคำขอ: {date_long(asked)}",
        f"ครบกำหนด ๓๐ วัน: {date_long(asked + ACCESS)}",
        f"ครบกำหนด ๙๐ วัน: {date_long(asked + ERASURE)}",
        f"ดำเนินการเมื่อ: {date_long(bangkok(done).date())} เวลา {time(done)}",
        f"ลำดับรับเข้า: {papers}",
        *lines,
        "ผู้ดำเนินการ ........................................ ตำแหน่ง ........................................",
    ]
    return thai_digits("\n".join(text)) if what != "erase" else "\n".join(text)


def notice(settings: Settings) -> str:
    """The notice for form and acknowledgement, to be completed by the office where it says so."""
    office = settings.office or "(ชื่อหน่วยงาน)"
    return thai_digits(
        f"ประกาศความเป็นส่วนตัว (มาตรา 23 แห่งพระราชบัญญัติคุ้มครองข้อมูลส่วนบุคคล พ.ศ. 2562)\n"
        f"{office} เก็บรวบรวมชื่อ ตำแหน่ง หมายเลขโทรศัพท์ ที่อยู่อีเมล และไอดีไลน์ของผู้ประสานงานตามแบบตอบนี้ "
        f"เพื่อติดต่อประสานงานราชการ โดยอาศัยฐานการปฏิบัติภารกิจของรัฐเพื่อประโยชน์สาธารณะ (มาตรา 24 (4)) "
        f"เก็บเอกสารไว้ {_years(settings, 'paper')} และเก็บทำเนียบไว้ {_years(settings, 'directory')}นับแต่เปลี่ยนผู้ประสานงาน "
        f"ไม่เปิดเผยแก่บุคคลภายนอกเว้นแต่กฎหมายกำหนด หากไม่ให้ข้อมูล หน่วยงานอาจไม่ได้รับการประสานงาน\n"
        f"เจ้าของข้อมูลมีสิทธิขอเข้าถึง ขอสำเนา แก้ไข คัดค้าน ระงับการใช้ หรือลบข้อมูล และร้องเรียนต่อคณะกรรมการผู้เชี่ยวชาญ "
        f"ติดต่อ {settings.mail_from or '(ที่อยู่อีเมลของหน่วยงาน)'}"
    )


def processing_record(settings: Settings) -> str:
    """The record of processing activities as a Markdown table: what is kept where and for how long, as set now."""
    sources = [f"กล่องจดหมาย {box.user} ({', '.join(box.folders)})" for box in settings.imap.values()]
    sources += [f"โฟลเดอร์ {folder}" for folder in settings.drop.values()]
    places: dict[str, list[str]] = {}
    for table, columns in PERSONAL.items():
        for column, name in columns.items():
            places.setdefault(name, []).append(f"{table}.{column}")
    head = [
        f"# บันทึกรายการกิจกรรมการประมวลผล (มาตรา ๓๙) {settings.office}".rstrip(),
        "",
        "- วัตถุประสงค์: รวบรวมรายชื่อผู้ประสานงานที่หน่วยงานตอบหนังสือเวียน",
        "- ฐานทางกฎหมาย: มาตรา ๒๔ (๔) ภารกิจของรัฐ",
        f"- แหล่งที่มา: {'; '.join(sources) or 'ยังไม่ได้ตั้งค่า'}",
        f"- ผู้รับรายงานประจำวัน (มีชื่อหน่วยงานเท่านั้น): {', '.join(settings.report_to) or 'ยังไม่ได้ตั้งค่า'}",
        f"- การเข้ารหัสแฟ้มเอกสาร: {'เปิดใช้' if settings.store_key_file else 'ไม่ได้เปิดใช้'}",
        f"- การเข้าถึง: ต้องเข้าสู่ระบบ แยกหน้าที่ และบันทึกการเข้าดู; เปิดบริการที่ {settings.bind}",
        "",
        "| ประเภท | ระยะเวลาเก็บ | ที่เก็บ |",
        "| --- | --- | --- |",
    ]
    return "\n".join([*head, *(f"| {_CLASSES[name]} | {_years(settings, name)} | {', '.join(where)} |" for name, where in places.items())])


def _years(settings: Settings, name: str) -> str:
    years = settings.keep_years.get(name, RETENTIONS[name].years)
    return f"{years} ปี" if years else "ตลอดการใช้งานระบบ"
