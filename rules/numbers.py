"""Quantities: `๑,๒๓๔ คน` is 1234."""

from __future__ import annotations

import re

from rules.grammar import Parsed
from rules.text import arabic_digits, without_leaders

UNITS = (
    "คน",
    "ราย",
    "บาท",
    "แห่ง",
    "ครัวเรือน",
    "หมู่บ้าน",
    "ตำบล",
    "ฉบับ",
    "ชุด",
    "แผ่น",
    "หน้า",
    "เล่ม",
    "คัน",
    "เครื่อง",
    "ครั้ง",
    "ปี",
    "เดือน",
    "วัน",
    "ไร่",
    "รูป",
    "ตัว",
)
_NUMBER = re.compile(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?")
_UNIT = re.compile(rf"\s*(?:{'|'.join(UNITS)})\.?$")


def parse_number(text: str) -> Parsed:
    """Arabic digits without separators of thousands and without unit; what is no number stays as read, its digits Arabic."""
    read = without_leaders(text)
    body = arabic_digits(read)
    bare = re.sub(r"\s*([,.])\s*", r"\1", _UNIT.sub("", body)).strip()
    if _NUMBER.fullmatch(bare):
        return Parsed(bare.replace(",", ""), read, 1.0, ("valid-number",))
    return Parsed(body, read, 0.1, ("not-a-number",))
