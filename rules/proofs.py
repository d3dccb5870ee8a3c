"""What speaks for or against a value: stable codes, their words for people, and what they weigh.

The one place for all three. `weight` is in logits (see `confidence.py`); `outside` marks a proof that does not come from
the same ink; `blocks` marks a doubt with which nothing is accepted, however sure the reader.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Proof:
    code: str
    words: str
    weight: float
    outside: bool = False
    blocks: bool = False


_ALL = (
    Proof("second-reader-agrees", "อ่านตรงกันสองครั้ง", 1.4),
    Proof("second-reader-differs", "อ่านสองครั้งได้ไม่ตรงกัน", -0.8),
    Proof("roster", "อยู่ในบัญชีหน่วยงาน", 5.5, outside=True),
    Proof("roster-near", "ใกล้เคียงกับชื่อในบัญชีหน่วยงาน", 1.5, blocks=True),
    Proof("roster-ambiguous", "ชื่อนี้ตรงกับหลายหน่วยงานในบัญชี", 0.0, blocks=True),
    Proof("not-in-roster", "ไม่อยู่ในบัญชีหน่วยงาน", -0.5, blocks=True),
    Proof("sender-agency", "หมายเลขผู้ส่งเป็นของหน่วยงานนี้", 1.5, outside=True),
    Proof("sender-number", "ตรงกับหมายเลขโทรสารผู้ส่ง", 3.5, outside=True),
    Proof("same-elsewhere", "ตรงกับอีกช่องในแบบเดียวกัน", 3.5, outside=True),
    Proof("in-plan", "เป็นเลขหมายตามแผนเลขหมายโทรคมนาคม", 1.6),
    Proof("not-in-plan", "ไม่เป็นเลขหมายตามแผนเลขหมายโทรคมนาคม", -2.0, blocks=True),
    Proof("other-kind-of-number", "ไม่ใช่เลขหมายโทรศัพท์เคลื่อนที่", -1.5, blocks=True),
    Proof("valid-address", "เป็นรูปแบบที่อยู่อีเมลที่ถูกต้อง", 1.2),
    Proof("known-domain", "เป็นโดเมนอีเมลที่รู้จัก", 0.8),
    Proof("agency-domain", "โดเมนอีเมลเป็นของส่วนราชการต้นสังกัด", 0.8, outside=True),
    Proof("domain-near", "ใกล้เคียงกับโดเมนอีเมลที่รู้จัก", 0.0, blocks=True),
    Proof("not-an-address", "ไม่เป็นรูปแบบที่อยู่อีเมล", -2.0, blocks=True),
    Proof("line-id-form", "เป็นรูปแบบไอดีไลน์ที่ถูกต้อง", 0.6),
    Proof("not-a-line-id", "ไม่เป็นรูปแบบไอดีไลน์", -1.5, blocks=True),
    Proof("title-list", "เป็นคำนำหน้าชื่อที่รู้จัก", 2.0),
    Proof("title-misread", "คำนำหน้าชื่ออาจอ่านผิด", -1.0, blocks=True),
    Proof("name-list", "อยู่ในบัญชีชื่อบุคคล", 1.6),
    Proof("surname-list", "อยู่ในบัญชีนามสกุล", 1.8),
    Proof("several-words", "มีหลายคำในช่องเดียว", -1.5, blocks=True),
    Proof("not-thai-letters", "มีอักขระที่ไม่ใช่อักษรไทย", -1.5, blocks=True),
    Proof("position-list", "อยู่ในบัญชีชื่อตำแหน่ง", 2.2),
    Proof("position-near", "ใกล้เคียงกับชื่อตำแหน่งในบัญชี", 0.8, blocks=True),
    Proof("valid-date", "เป็นวันที่ที่มีจริง", 1.2),
    Proof("not-a-date", "ไม่เป็นวันที่", -2.0, blocks=True),
    Proof("valid-number", "เป็นจำนวน", 0.6),
    Proof("not-a-number", "ไม่เป็นจำนวน", -2.0, blocks=True),
    Proof("text-layer", "เป็นข้อความในไฟล์ ไม่ได้อ่านจากภาพ", 6.5),
    Proof("broken-text", "ข้อความในไฟล์มีอักขระที่แปลงไม่ได้", -3.0, blocks=True),
    Proof("thai-digits-unsure", "เลขไทยที่ตัวอ่านอาจไม่รู้จัก", -2.0, blocks=True),
    Proof("handwritten", "เขียนด้วยลายมือ", -1.5),
    Proof("hand-unknown", "ยังไม่ได้แยกว่าเป็นตัวพิมพ์หรือลายมือ", 0.0),
    Proof("damaged", "ภาพหน้านี้ชำรุด", -1.0),
    Proof("leaders-whole", "เส้นประไม่มีอะไรเขียนทับ", 5.0),
    Proof("dash", "เขียนเครื่องหมายขีด", 4.5),
    Proof("nothing-read", "ไม่พบตัวอักษร", 0.0),
    Proof("required-blank", "ช่องที่ต้องกรอกแต่ว่างอยู่", -2.0, blocks=True),
    Proof("no-place", "ไม่พบช่องนี้ในหน้า", -3.0, blocks=True),
    Proof("unreadable", "มีรอยเขียนแต่อ่านไม่ออก", -3.0, blocks=True),
)
PROOFS = {proof.code: proof for proof in _ALL}


def words(code: str) -> str:
    """The code in Thai for the review page; an unknown code (of a later version) as it stands."""
    return PROOFS[code].words if code in PROOFS else code


def weight(codes: Iterable[str]) -> float:
    """What the codes weigh together, in logits; each counts once."""
    return sum(PROOFS[code].weight for code in set(codes))


def blocked(codes: Iterable[str]) -> bool:
    """One of the codes is a doubt with which nothing is accepted."""
    return any(PROOFS[code].blocks for code in codes)


def outside(codes: Iterable[str]) -> int:
    """How many different proofs do not come from the same ink."""
    return sum(PROOFS[code].outside for code in set(codes))
