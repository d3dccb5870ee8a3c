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
}
MENU = (
    (STAFF, "/", word("waiting")),
    (STAFF, "/receipts", word("receipt")),
    (STAFF, "/circulars", word("circular")),
    (STAFF, "/register", word("register")),
    (STAFF, "/directory", word("directory")),
    ((ADMINISTRATOR,), "/people", word("users")),
    ((ADMINISTRATOR,), "/log", word("access-log")),
)
