"""The reminder letter, as หนังสือประทับตรา (as the circular itself) or หนังสือภายนอก, and the list of received for print."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Literal

from report.docx_letter import fill
from report.line_text import by_place, received_title
from report.register_papers import PAGES
from report.typeset import typeset
from storage.ledger import Ledger
from storage.tables import Circular
from storage.thai_text import date_day, date_long, month_year, thai_digits, unbroken
from storage.words import word

BLANK = "................"
Kind = Literal["reminder-stamped", "reminder-external"]


def reminder(kind: Kind, circular: Circular, ledger: Ledger, office: str, day: date, own: Path | None = None) -> bytes:
    """A letter to all who have not answered, the list of them enclosed. ที่ ends after the office's code: the number is written later."""
    lines = ledger.unanswered()
    number = thai_digits(circular.number or "")
    values = {
        "urgency": circular.urgency,
        "number": number.split("/ว")[0] + "/ว" if "/ว" in number else number,
        "to": "หน่วยงานตามบัญชีรายชื่อที่แนบ" if kind == "reminder-stamped" else "หัวหน้าหน่วยงานตามบัญชีรายชื่อที่แนบ",
        "circular": _named(circular),
        "subject": thai_digits(circular.subject),
        "due": date_long(ledger.due_on) if ledger.due_on else "กำหนด",
        "office": office,
        "month": month_year(day),
        "date": date_day(day),
        "count": thai_digits(len(lines)),
        "send_to": f"ที่{unbroken(thai_digits(circular.send_to))} " if circular.send_to else "",
        "call": unbroken(thai_digits(circular.call)),
        "rows": [
            {"n": thai_digits(n), "agency": thai_digits(line.name), "group": word(line.group), "district": line.district}
            for n, line in enumerate(lines, 1)
        ],
    }
    return fill(kind, values, own)


def _named(circular: Circular) -> str:
    """ด่วนที่สุด ที่ ลพ ๐๐๑๗.๒/ว ๔๕ ลงวันที่ ๑๒ มีนาคม ๒๕๖๑; dots where number or day are still to be written."""
    if not circular.number:
        return "เวียน"
    number = f"{circular.number}{BLANK}" if circular.number.endswith("/ว") else circular.number
    return thai_digits(f"{circular.urgency} ที่ {number} ลงวันที่ {date_day(circular.dated) if circular.dated else BLANK}".strip())


def received(ledger: Ledger, at: datetime, form: Literal["pdf", "png"]) -> bytes:
    """The list of agencies whose form has arrived, names only: a page for print, or a picture for LINE."""
    places = by_place(ledger.answered()).items()
    groups = [
        {"name": name, "count": thai_digits(len(lines)), "names": [thai_digits(line.name) for line in lines]} for name, lines in places
    ]
    subtitle = thai_digits(f"เรื่อง {ledger.subject} ({len(ledger.answered())} จาก {ledger.expected()} หน่วย)")
    data = {"title": received_title(at), "subtitle": subtitle, "groups": groups, "digits": PAGES, "picture": form == "png"}
    return typeset("received", data, form)
