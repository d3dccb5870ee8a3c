"""บันทึกข้อความ to the governor: one page on how a circular was answered, with a table by group and district."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from report import phrases
from report.docx_letter import fill
from storage.groups import by_group
from storage.ledger import ANSWERED, Ledger, Line
from storage.thai_text import date_day, date_long, thai_digits
from storage.words import word
from storage.working_days import OfficeDays, days_left

MOST_ROWS = 22  # of a page: where there are more districts, groups alone


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table, in Thai digits."""

    name: str
    asked: str
    answered: str
    late: str
    unanswered: str
    share: str


def memo(ledger: Ledger, day: date, days: OfficeDays, office: str, own: Path | None = None) -> bytes:
    """The memorandum as DOCX. own: the office's folder of templates."""
    lines = [line for line in ledger.lines if line.state != "excused"]
    values = {
        "office": office,
        "number": "",
        "date": date_day(day),
        "to": "ผู้ว่าราชการจังหวัด",
        "subject": thai_digits(ledger.subject),
        "circular": thai_digits(f"ที่ {ledger.number}") if ledger.number else "เวียน",
        "due": date_long(ledger.due_on) if ledger.due_on else "กำหนด",
        "answered": phrases.answered(ledger),
        "unanswered": phrases.unanswered(ledger, "หน่วย"),
        "left": days_left(ledger.due_on, day, days),
        "rows": list(_rows(lines)),
        "excused": thai_digits(len(ledger.lines) - len(lines)) if len(lines) < len(ledger.lines) else "",
    }
    return fill("memo", values, own)


def _rows(lines: list[Line]) -> Iterator[Row]:
    groups = by_group(lines)
    with_districts = len(groups) + sum(len(places) for places in groups.values() if set(places) != {""}) < MOST_ROWS
    for group, places in groups.items():
        yield _row(word(group), [line for place in places.values() for line in place])
        if with_districts and set(places) != {""}:
            yield from (_row(f"    อำเภอ{place}" if place else "    ไม่ระบุอำเภอ", found) for place, found in places.items())
    yield _row("รวม", lines)


def _row(name: str, lines: list[Line]) -> Row:
    answered = [line for line in lines if line.state in ANSWERED]
    share = f"{100 * len(answered) / len(lines):.1f}" if lines else "–"
    figures = (len(lines), len(answered), sum(line.late for line in answered), len(lines) - len(answered))
    asked, came, late, open_ = (thai_digits(n) for n in figures)
    return Row(name, asked, came, late, open_, thai_digits(share))
