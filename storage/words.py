"""The office's terms, by code: the one place from which screens, mails and letters take them (docs/words.md says what each means)."""

from __future__ import annotations

from types import MappingProxyType

WORDS = MappingProxyType(
    {
        # What comes in
        "receipt": "รายการรับเข้า",
        "form": "แบบตอบ",
        "resent": "ส่งซ้ำ/แก้ไข",
        # What an addressee has done
        "unanswered": "ยังไม่ตอบ",
        "received": "ได้รับแล้ว–รอตรวจ",
        "checked": "ตรวจแล้ว",
        "wrong-form": "แบบไม่ถูกต้อง",
        "incomplete": "เอกสารไม่ครบหน้า",
        "excused": "ยกเว้น",
        "answered": "ตอบแล้ว",
        "in-time": "ภายในกำหนด",
        "late": "หลังกำหนด",
        "ask-again": "ขอให้ส่งใหม่",
        # By what channel it answered
        "fax": "โทรสาร",
        "mail": "จดหมายอิเล็กทรอนิกส์",
        "folder": "โฟลเดอร์รับเอกสาร",
        "hand": "เจ้าหน้าที่นำเข้า",
        "by-hand": "เจ้าหน้าที่บันทึก",
        # Circulars
        "circular": "หนังสือเวียน",
        "ledger": "บัญชีการตอบ",
        "direct": "ถามโดยตรง",
        "through-district": "ถามผ่านอำเภอ",
        "not-asked": "ไม่ได้ถาม",
        "chasing": "รายการติดตาม",
        "register": "ทะเบียนหนังสือรับ",
        # What a second paper is to the first
        "same": "ฉบับเดียวกัน",
        "better-copy": "ฉบับที่ชัดกว่า",
        "replaces": "แก้ไขแทนฉบับเดิม",
        "additional": "เพิ่มเติมจากฉบับเดิม",
        # What became of a receipt
        "in-work": "กำลังดำเนินการ",
        "waiting": "รอเจ้าหน้าที่",
        "done": "เสร็จแล้ว",
        "not-ours": "ไม่ใช่เรื่องของกลุ่มงาน",
        "withdrawn": "เพิกถอน",
        # What became of a field
        "accepted": "ผ่านการอ่านอัตโนมัติ",
        "confirmed": "ยืนยันแล้ว",
        "corrected": "แก้ไขแล้ว",
        "blank": "ไม่ได้กรอก",
        "unreadable": "อ่านไม่ออก",
        # People and what they see
        "clerk": "เจ้าหน้าที่",
        "supervisor": "หัวหน้ากลุ่มงาน",
        "administrator": "ผู้ดูแลระบบ",
        "users": "ผู้ใช้งาน",
        "access-log": "บันทึกการเข้าดู",
        "directory": "ทำเนียบผู้ประสานงาน",
        "number": "รับเข้าที่",
        "taken-at": "ผู้ส่งส่งเมื่อ",
        "kept-at": "ระบบรับเมื่อ",
        "blank-on-paper": "ว่างในเอกสาร",
        # Groups of addressees, by the roster's kind
        "provincial": "ส่วนราชการ",
        "enterprise": "รัฐวิสาหกิจ",
        "district": "อำเภอ",
        "district-branch": "ส่วนราชการประจำอำเภอ",
        "local": "องค์กรปกครองส่วนท้องถิ่น",
        # Values of the coordinator form
        "agency": "หน่วยงาน",
        "title": "คำนำหน้า",
        "first_name": "ชื่อ",
        "last_name": "นามสกุล",
        "position": "ตำแหน่ง",
        "affiliation": "สังกัด",
        "phone": "โทรศัพท์",
        "mobile": "โทรศัพท์มือถือ",
        "email": "อีเมล",
        "line_id": "ไอดีไลน์",
    }
)


def word(code: str) -> str:
    """The Thai term for `code`; `code` itself where there is none (a group that an office named itself)."""
    return WORDS.get(code, code)
