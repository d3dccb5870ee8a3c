"""The draft of a request for another paper: a page was cut off, torn or missing. A person copies it and sends it."""

from __future__ import annotations

from datetime import date

from storage.ask_again import Asking
from storage.thai_text import date_long, thai_digits, unbroken
from storage.words import word

FOUND = {
    "unreadable": "ภาพเอกสารไม่ชัดเจน อ่านไม่ออก",
    "cut-off": "ภาพเอกสารขาดหายบางส่วน",
    "missing-pages": "เอกสารไม่ครบหน้า",
    "wrong-form": "เอกสารไม่ใช่แบบที่แนบไปกับหนังสือ",
    "not-filled": "กรอกข้อมูลไม่ครบถ้วน",
}


def ask_again_text(asking: Asking, office: str, send_to: str = "", call: str = "", due: date | None = None) -> str:
    """Formal Thai for mail, fax or LINE: what came, what is wrong with it, where the new one goes and by when."""
    until = f"ภายใน{date_long(due)}" if due else "โดยด่วน"
    came = f"ตามที่ท่านส่ง{word('form')} ซึ่ง{office or 'สำนักงาน'}รับไว้เป็นลำดับรับเข้าที่ {asking.number}/{asking.year} นั้น"
    found = f"ตรวจสอบแล้วพบว่า{FOUND[asking.why]} จึงยังไม่อาจนับว่าตอบแล้ว"
    please = f"จึงขอความร่วมมือส่ง{word('form')}ฉบับใหม่ที่ครบถ้วนและอ่านได้ชัดเจน{f' ที่{send_to}' if send_to else ''} {until}"
    lines = [f"เรียน {asking.agency or 'หัวหน้าหน่วยงาน'}", "", f"{came} {found}", "", please, "", office, call]
    return unbroken(thai_digits("\n".join(lines).strip()))
