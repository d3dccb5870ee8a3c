"""Every reason for which something that came in cannot be used: a stable code, and the Thai that the office sees."""

from __future__ import annotations

from intake.types import Problem

REASONS: dict[str, str] = {
    "empty-file": "ไฟล์ว่างเปล่า (0 ไบต์) ไม่มีข้อมูลให้อ่าน",
    "file-not-readable": "เปิดไฟล์นี้ไม่ได้ โปรดตรวจชื่อไฟล์และสิทธิ์ในการอ่าน",
    "no-document": "ข้อความนี้ไม่มีเอกสารแนบ",
    "too-large": "ข้อมูลมีขนาดใหญ่เกินกำหนด จึงไม่ได้เปิดอ่าน",
    "too-many-documents": "ข้อความมีเอกสารแนบมากเกินกำหนด ส่วนที่เกินไม่ได้เปิดอ่าน",
    "too-many-pages": "เอกสารมีจำนวนหน้ามากเกินกำหนด หน้าที่เกินไม่ได้เปิดอ่าน",
    "too-many-pixels": "ภาพมีขนาดใหญ่เกินกำหนด จึงไม่ได้เปิดอ่าน",
    "too-deep": "ข้อความซ้อนกันหลายชั้นเกินกำหนด จึงไม่ได้เปิดอ่าน",
    "message-broken": "ข้อความชำรุด แยกส่วนไม่ได้",
    "image-broken": "ไฟล์ภาพชำรุด เปิดไม่ได้",
    "image-damaged": "ไฟล์ภาพชำรุดบางส่วน อ่านได้เท่าที่เหลืออยู่",
    "tiff-broken": "ไฟล์โทรสาร (TIFF) ชำรุด เปิดไม่ได้",
    "tiff-damaged": "ไฟล์โทรสาร (TIFF) ชำรุดบางส่วน อ่านได้เท่าที่เหลืออยู่",
    "pdf-broken": "ไฟล์ PDF ชำรุดหรือไม่มีหน้า เปิดไม่ได้",
    "pdf-damaged": "ไฟล์ PDF ชำรุดบางส่วน อ่านได้เท่าที่เหลืออยู่",
    "pdf-locked": "ไฟล์ PDF ตั้งรหัสผ่านไว้ เปิดไม่ได้",
    "out-of-memory": "เปิดเอกสารไม่ได้ เนื่องจากใช้หน่วยความจำเกินกำหนด",
    "out-of-time": "เปิดเอกสารไม่ได้ เนื่องจากใช้เวลาเกินกำหนด",
    "crashed": "เปิดเอกสารไม่ได้ โปรแกรมเปิดเอกสารหยุดทำงานกลางคัน",
    "failed": "เปิดเอกสารไม่ได้ เนื่องจากเกิดข้อผิดพลาดภายในโปรแกรม",
    "docx-broken": "เอกสาร Word (DOCX) ชำรุด เปิดไม่ได้",
    "text-cut": "เอกสารยาวเกินกำหนด อ่านเฉพาะส่วนต้น",
    "xlsx-broken": "ตาราง Excel (XLSX) ชำรุด เปิดไม่ได้",
    "postscript-broken": "เอกสาร PostScript ชำรุด เปิดไม่ได้",
    "postscript-damaged": "เอกสาร PostScript ชำรุดบางส่วน อ่านได้เท่าที่เหลืออยู่",
    "zip-broken": "ไฟล์บีบอัด (ZIP) ชำรุด เปิดไม่ได้",
    "zip-locked": "ไฟล์บีบอัด (ZIP) ตั้งรหัสผ่านไว้ เปิดไม่ได้ โปรดขอให้ผู้ส่งส่งใหม่โดยไม่ตั้งรหัสผ่าน",
    "zip-empty": "ไฟล์บีบอัดไม่มีเอกสารอยู่ภายใน",
    "tnef-broken": "สิ่งที่แนบแบบ winmail.dat (TNEF) ชำรุด เปิดไม่ได้",
    "unsupported-archive": "ไฟล์บีบอัดชนิดนี้ระบบเปิดไม่ได้ โปรดขอให้ผู้ส่งส่งเป็น PDF หรือ ZIP",
    "unsupported-office": "เอกสารสำนักงานชนิดนี้ (เช่น .doc .xls .odt หรือไฟล์ที่ตั้งรหัสผ่าน) ระบบเปิดไม่ได้ โปรดขอให้ผู้ส่งส่งเป็น PDF หรือ DOCX",
    "unsupported-rtf": "เอกสาร RTF ระบบเปิดไม่ได้ โปรดขอให้ผู้ส่งส่งเป็น PDF หรือ DOCX",
    "unsupported-type": "ไฟล์ชนิดนี้ไม่ใช่เอกสารที่ระบบอ่านได้",
}


def problem(code: str, document: str | None = None) -> Problem:
    """The Problem of a code; KeyError on a code that has no reason, so that none is made up elsewhere."""
    return Problem(code, REASONS[code], document)


class UnpackError(Exception):
    """A document cannot be used; `code` is one of REASONS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
