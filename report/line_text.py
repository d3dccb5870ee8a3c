"""Plain texts for the LINE group of the agencies: who has not answered, whose form arrived, who is not in the group yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from storage.groups import by_group
from storage.ledger import Ledger, Line
from storage.thai_text import date_day, date_long, thai_digits, time, unbroken
from storage.words import word


def unanswered_text(ledger: Ledger, send_to: str, call: str) -> str:
    """Subject, due day with its weekday, the unanswered by district, where to send, whom to call."""
    lines = [f"เรื่อง {ledger.subject}", *([f"ครบกำหนด{date_long(ledger.due_on)}"] if ledger.due_on else [])]
    lines += [f"{word('unanswered')} {len(ledger.unanswered())} จาก {ledger.expected()} หน่วย", *_by_place(ledger.unanswered())]
    ends = [*([f"ส่งที่ {send_to}"] if send_to else []), *([f"สอบถาม {call}"] if call else [])]
    lines += ["", *ends] if ends else []
    return unbroken(thai_digits("\n".join(lines)))


def received_text(ledger: Ledger, at: datetime) -> str:
    """รายชื่อหน่วยงานที่จังหวัดได้รับแบบแล้ว: names of agencies only."""
    head = [received_title(at), f"เรื่อง {ledger.subject} ({len(ledger.answered())} จาก {ledger.expected()} หน่วย)"]
    return thai_digits("\n".join([*head, *_by_place(ledger.answered())]))


def received_title(at: datetime) -> str:
    """The heading of that list."""
    return thai_digits(f"รายชื่อหน่วยงานที่จังหวัดได้รับแบบแล้ว ณ วันที่ {date_day(at)} เวลา {time(at)}")


def not_in_group_text(agencies: Sequence[str], day: date) -> str:
    """Whose coordinators have not joined the LINE group."""
    head = f"ขอเชิญผู้ประสานงานของหน่วยงานต่อไปนี้เข้ากลุ่ม LINE (ข้อมูล ณ {date_day(day)} จำนวน {len(agencies)} หน่วย)"
    return thai_digits("\n".join([head, *(f"{n}. {name}" for n, name in enumerate(agencies, 1))]))


def by_place(lines: Iterable[Line]) -> dict[str, list[Line]]:
    """By group and district, under the heading that names both."""
    groups = by_group(lines)
    return {
        f"{word(group)}{f' อำเภอ{district}' if district else ''}": there
        for group, districts in groups.items()
        for district, there in districts.items()
    }


def _by_place(lines: Iterable[Line]) -> list[str]:
    """A block a place, with an empty line before it: on a telephone the eye needs it."""
    found: list[str] = []
    for place, there in by_place(lines).items():
        found += ["", f"{place} ({len(there)})", *(f"- {line.name}" for line in there)]
    return found
