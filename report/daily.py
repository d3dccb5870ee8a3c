"""The daily report: who has answered and who has not, what needs a decision, and that nothing is unaccounted for.

It names agencies only: no telephone numbers and no persons.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from jinja2 import Environment, PackageLoader, StrictUndefined
from sqlalchemy.orm import Session

from report import phrases
from report.facts import Facts, gather
from report.mail_out import Letter
from report.sections import Section, section
from report.working_days import OfficeDays
from storage.ledger import OPEN, Line
from storage.thai_text import date_long, date_short, thai_digits, time
from storage.words import word


@dataclass(frozen=True, slots=True)
class Office:
    """Whose report it is, where people open the review queue, and who gets the mail. days: `report.working_days`."""

    name: str = ""
    public_url: str | None = None
    recipients: tuple[str, ...] = ()
    mail_from: str = ""
    days: OfficeDays = field(default_factory=dict)


def daily_report(
    session: Session, circulars: Sequence[int], day: date, now: datetime, office: Office | None = None, number: int | None = None
) -> Letter:
    """The report of `day` on these circulars (ids) as it stands `now`. number: its running number, none for a preview."""
    facts, office = gather(session, circulars, day, now), office or Office()
    sections = [section(ledger, day, office.days) for ledger in facts.ledgers]
    values = {
        "office": office,
        "title": _title(day, number),
        "as_of": f"ข้อมูล ณ {date_short(now)} เวลา {time(now)}",
        "sections": sections,
        "decisions": list(phrases.decisions(facts)),
        "rows": phrases.day_rows(facts),
        "account_line": phrases.account_line(facts),
        "account_figures": phrases.account_figures(facts.account),
    }
    text, html = (_TEMPLATES.get_template(name).render(values) for name in ("daily.txt", "daily.html"))
    return Letter(_subject(facts, sections), text, html)


def _subject(facts: Facts, sections: Sequence[Section]) -> str:
    standing = f": {sections[0].head[0]}" if sections else ""
    return f"รายงานผลการตอบหนังสือเวียน {date_short(facts.day)}{standing}"


def _title(day: date, number: int | None) -> str:
    running = f" (ลำดับที่\u00a0{thai_digits(number)})" if number is not None else ""
    return f"รายงานประจำ{date_long(day)}{running}"


def _remark(line: Line) -> str:
    """What is not plain about a line: that other paper came, that it waits for a person, that it was late."""
    said = [word(line.state)] if line.state in (*OPEN, "received") and line.state != "unanswered" else []
    return " · ".join([*said, *([word("late")] if line.late else [])])


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("report"),
        autoescape=lambda name: bool(name and name.endswith(".html")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(word=word, digits=thai_digits, remark=_remark)
    return environment


_TEMPLATES = _environment()
