"""The duties of people in the office's words, and the menu that follows from them."""

from __future__ import annotations

from review.visit import ADMINISTRATOR, CLERK, STAFF, SUPERVISOR
from storage.words import word

DUTY_NAMES = {CLERK: "เจ้าหน้าที่", SUPERVISOR: "หัวหน้ากลุ่มงาน", ADMINISTRATOR: "ผู้ดูแลระบบ"}
DUTY_SAYS = {
    CLERK: "ตรวจและแก้ไขแบบตอบ",
    SUPERVISOR: "ตรวจและแก้ไขแบบตอบ และตัดสินรายการที่ไม่มีแบบตอบหรือไม่ใช่เรื่องของกลุ่มงาน",
    ADMINISTRATOR: "จัดการบัญชีผู้ใช้และดูบันทึกการเข้าดู ไม่ตรวจแบบตอบ",
}
LOOK_NAMES = {
    "form": "แบบตอบ",
    "page": "ภาพหน้าเอกสาร",
    "receipt": "รายการรับเข้า",
    "directory": "ทำเนียบผู้ประสานงาน",
    "export": "ส่งออกข้อมูล",
}
MENU = (
    (STAFF, "/", word("waiting")),
    (STAFF, "/receipts", word("receipt")),
    (STAFF, "/directory", "ทำเนียบผู้ประสานงาน"),
    ((ADMINISTRATOR,), "/people", "ผู้ใช้งาน"),
    ((ADMINISTRATOR,), "/log", "บันทึกการเข้าดู"),
)
