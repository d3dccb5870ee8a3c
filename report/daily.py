"""The daily report: who has answered and who has not, what needs a decision, and that nothing is unaccounted for.

It names agencies only: no telephone numbers and no persons. Without its attachments it stays below 100 kB however many agencies
a circular asks: the lists share a budget of bytes, and the attached table has them all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from sqlalchemy.orm import Session

from report import phrases
from report.account_words import account_figures, account_line
from report.facts import Facts, gather
from report.line_text import received_text
from report.mail_out import Attached, Letter
from report.memo import memo
from report.reminder import received
from report.room import Room
from report.sections import section
from report.workbook import ledger_book
from storage.store import Store
from storage.thai_text import date_long, date_short, thai_digits, time
from storage.words import word

TEXT_NAMES, HTML_NAMES = 46_000, 11_000  # bytes of names in the two parts of a mail: complete text at 400 agencies
WHOLE = 70_000  # bytes of both parts, which travel as base64: 95 kB
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Office:
    """Whose report it is, where people open the review queue, and who gets the mail. letters: its own folder of DOCX templates."""

    name: str = ""
    public_url: str | None = None
    recipients: tuple[str, ...] = ()
    mail_from: str = ""
    letters: Path | None = None


def daily_report(
    session: Session,
    circulars: Sequence[int],
    day: date,
    now: datetime,
    office: Office | None = None,
    number: int | None = None,
    store: Store | None = None,
    lists: bool = False,
) -> Letter:
    """The report of `day` on these circulars (ids) as it stands `now`. number: its running number, none for a preview.

    store: where files are looked for that ought to be there. lists: with the lists of received for the agencies' LINE group.
    """
    facts, office = gather(session, circulars, day, now, store), office or Office()
    text = _part("daily.txt", facts, office, number, Room(TEXT_NAMES, 3))
    html = _part("daily.html", facts, office, number, Room(HTML_NAMES, 5))
    over = len(text.encode()) + len(html.encode()) - WHOLE
    if over > 0:  # several circulars with many districts: the names in the HTML give way first
        html = _part("daily.html", facts, office, number, Room(max(0, HTML_NAMES - over), 5))
        over = len(text.encode()) + len(html.encode()) - WHOLE
    if over > 0:
        text = _part("daily.txt", facts, office, number, Room(TEXT_NAMES - over, 3))
    return Letter(_subject(facts), text, html, (*_attached(facts, office), *(_lists(facts) if lists else ())))


def _part(name: str, facts: Facts, office: Office, number: int | None, room: Room) -> str:
    promises = list(phrases.promises(facts))
    values = {
        "office": office,
        "title": _title(facts, number),
        "as_of": f"ข้อมูล ณ {date_short(facts.at)} เวลา {time(facts.at)}",
        "sections": [section(ledger, facts.day, facts.days, room) for ledger in facts.ledgers],
        "promises": promises[: room.take(promises)],
        "more_promises": len(promises),
        "decisions": list(phrases.decisions(facts)),
        "rows": phrases.day_rows(facts),
        "account_line": account_line(facts),
        "account_figures": account_figures(facts.account, facts.passed_over),
    }
    return _TEMPLATES.get_template(name).render(values)


def _attached(facts: Facts, office: Office) -> tuple[Attached, ...]:
    """The table of agencies and states; on the due day also the memorandum to the governor."""
    if not facts.ledgers:
        return ()
    table = Attached(f"ledger-{facts.day.isoformat()}.xlsx", XLSX, ledger_book(facts.ledgers))
    due = [ledger for ledger in facts.ledgers if ledger.due_on == facts.day]
    memos = [
        Attached(f"memo-{one.code}-{facts.day.isoformat()}.docx", DOCX, memo(one, facts.day, facts.days, office.name, office.letters))
        for one in due
    ]
    return (table, *memos)


def _lists(facts: Facts) -> Iterator[Attached]:
    """รายชื่อหน่วยงานที่จังหวัดได้รับแบบแล้ว of each circular that somebody answered: as text, picture and page."""
    for n, ledger in enumerate((one for one in facts.ledgers if one.answered()), 1):
        name = f"received-{n}-{facts.day.isoformat()}"
        yield Attached(f"{name}.txt", "text/plain", received_text(ledger, facts.at).encode())
        yield Attached(f"{name}.png", "image/png", received(ledger, facts.at, "png"))
        yield Attached(f"{name}.pdf", "application/pdf", received(ledger, facts.at, "pdf"))


def _subject(facts: Facts) -> str:
    standing = f": {phrases.answered(facts.ledgers[0])}" if facts.ledgers else ""
    return f"รายงานผลการตอบหนังสือเวียน {date_short(facts.day)}{standing}"


def _title(facts: Facts, number: int | None) -> str:
    running = f" (ลำดับที่\u00a0{thai_digits(number)})" if number is not None else ""
    later = " จัดทำย้อนหลัง" if date_short(facts.at) != date_short(facts.day) else ""
    return f"รายงานประจำ{date_long(facts.day)}{running}{later}"


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("report"),
        autoescape=lambda name: bool(name and name.endswith(".html")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(word=word, digits=thai_digits)
    return environment


_TEMPLATES = _environment()
