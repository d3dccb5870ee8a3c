"""The duties of people in the office's words, and the menu that follows from them."""

from __future__ import annotations

from review.visit import ADMINISTRATOR, CLERK, STAFF, SUPERVISOR
from storage.words import word

DUTY_NAMES = {duty: word(duty) for duty in (CLERK, SUPERVISOR, ADMINISTRATOR)}
DUTY_SAYS = {
    CLERK: "ตรวจและแก้ไขแบบตอบ",
    SUPERVISOR: "ตรวจและแก้ไขแบบตอบ และตัดสินรายการที่ไม่มีแบบตอบหรือไม่ใช่เรื่องของกลุ่มงาน",
    ADMINISTRATOR: "จัดการบัญชีผู้ใช้และดูบันทึกการเข้าดู ไม่ตรวจแบบตอบ",
}
LOOK_NAMES = {
    "form": word("form"),
    "page": "ภาพหน้าเอกสาร",
    "receipt": word("receipt"),
    "directory": word("directory"),
    "export": "ส่งออกข้อมูล",
    "register": word("register"),
    "asked": word("ask-again"),
    "column": "ตรวจทั้งช่อง",
    "papers": "เทียบเอกสาร",
    "keying": "พิมพ์จากภาพ",
}
CHANNEL_NAMES = {
    "fax": "โทรสาร",
    "mail": "อีเมล",
    "line": "LINE",
    "hand": "ยื่นเอง",
    "post": "ไปรษณีย์",
    "system": "ระบบสารบรรณ",
    "folder": "แฟ้มรับ",
}
WHY_NAMES = {
    "unreadable": "อ่านไม่ออก",
    "cut-off": "ภาพขาดหายบางส่วน",
    "missing-pages": "เอกสารไม่ครบหน้า",
    "wrong-form": "แบบไม่ถูกต้อง",
    "not-filled": "กรอกข้อมูลไม่ครบ",
}
# Duties that see it, address, name. What does not fit into one line of the head stands under "more".
MENU = (
    (STAFF, "/", word("waiting")),
    (STAFF, "/receipts", word("receipt")),
    (STAFF, "/circulars", word("circular")),
    (STAFF, "/columns", "ตรวจทั้งช่อง"),
    (STAFF, "/directory", word("directory")),
    ((ADMINISTRATOR,), "/people", word("users")),
    ((ADMINISTRATOR,), "/log", word("access-log")),
)
MORE = (
    (STAFF, "/register", word("register")),
    (STAFF, "/take", "รับเข้าเอง"),
    (STAFF, "/asked", word("ask-again")),
    (STAFF, "/unknown", "หน่วยงานที่ยังไม่รู้จัก"),
    (STAFF, "/keying", "พิมพ์จากภาพ"),
    (STAFF, "/trust", "ความเชื่อถือได้"),
)
