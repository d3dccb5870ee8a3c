"""The name in brackets beneath the form is found; brackets within it are not taken for one."""

from __future__ import annotations

import pytest

from ocr.types import Reading, Upright
from rules.forms import builtin_forms
from rules.labels import find_form
from rules.signature import signed_name
from tests.support.typeset import HEIGHT, WIDTH, line

ROWS = [
    "แบบรายงานรายชื่อผู้ประสานงาน",
    "หน่วยงาน…ทดสอบ (ส่วนกลาง)…",
    "ชื่อ…สมชาย…นามสกุล…ใจดี…",
    "ตำแหน่ง…นักวิชาการ…สังกัด…ทดสอบ…",
    "เบอร์โทรศัพท์…053000000…มือถือ…0812345678…",
]


@pytest.mark.parametrize(
    ("beneath", "name"),
    [
        (["ลงชื่อ……………ผู้รายงาน", "(…นายสมชาย ใจดี…)"], "นายสมชาย ใจดี"),
        (["ลงชื่อ……………", "(……………)"], ""),
        (["ตำแหน่ง ผู้อำนวยการ"], ""),
    ],
)
def test_the_name_beneath_the_signature(beneath: list[str], name: str) -> None:
    lines = tuple(line(text, 200 + 90 * number) for number, text in enumerate([*ROWS, *beneath]))
    reading = Reading(lines, Upright(WIDTH, HEIGHT), "typeset/1")
    found = find_form(reading, builtin_forms())
    assert found is not None
    assert signed_name(reading, found) == name
