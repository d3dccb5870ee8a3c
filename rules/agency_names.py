"""How offices write the same agency's name: short forms (`สนง.`, `อบต.`, `จ.`) against the words written out."""

from __future__ import annotations

import re

from rules.text import key

SHORT_FORMS = {
    "สนง.": "สำนักงาน",
    "สนจ.": "สำนักงานจังหวัด",
    "อบจ.": "องค์การบริหารส่วนจังหวัด",
    "อบต.": "องค์การบริหารส่วนตำบล",
    "ทน.": "เทศบาลนคร",
    "ทม.": "เทศบาลเมือง",
    "ทต.": "เทศบาลตำบล",
    "รพ.สต.": "โรงพยาบาลส่งเสริมสุขภาพตำบล",
    "รพช.": "โรงพยาบาล",
    "รพ.": "โรงพยาบาล",
    "รร.": "โรงเรียน",
    "สภ.": "สถานีตำรวจภูธร",
    "ภ.จว.": "ตำรวจภูธรจังหวัด",
    "สสจ.": "สำนักงานสาธารณสุขจังหวัด",
    "สสอ.": "สำนักงานสาธารณสุขอำเภอ",
    "สพจ.": "สำนักงานพัฒนาชุมชนจังหวัด",
    "สพอ.": "สำนักงานพัฒนาชุมชนอำเภอ",
    "กศน.": "กศน.",
    "จ.": "จังหวัด",
    "อ.": "อำเภอ",
    "ต.": "ตำบล",
    "ม.": "มหาวิทยาลัย",
}
_LONGEST_FIRST = sorted(SHORT_FORMS, key=len, reverse=True)
_PATTERN = re.compile(r"(?<![ก-ฮ]\.)(?:" + "|".join(re.escape(short) for short in _LONGEST_FIRST) + r")")


def agency_key(name: str) -> str:
    """What all ways to write an agency's name share: short forms written out, no white space or punctuation."""
    written_out = _PATTERN.sub(lambda match: SHORT_FORMS[match.group()], key(name))
    return re.sub(r"[.\-_,/\"'“”()]", "", written_out)
