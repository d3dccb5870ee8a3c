"""A circular as the daily report shows it: its three lines, and its agencies by group and district."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from report import phrases
from report.working_days import OfficeDays
from storage.ledger import Ledger, Line
from storage.thai_text import thai_digits
from storage.words import word


@dataclass(frozen=True, slots=True)
class Place:
    """Agencies of one district; of none where `name` is empty."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Agencies of one group, by district."""

    name: str
    count: int
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A circular in the report. head: its three lines; bar: percent of (checked, received, still to come), 100 in all."""

    head: tuple[str, str, str]
    subject: str
    bar: tuple[int, int, int]
    unanswered: tuple[Group, ...]
    answered: tuple[Group, ...]
    late: int
    excused: tuple[Line, ...]
    others: tuple[Line, ...]


def section(ledger: Ledger, day: date, office: OfficeDays) -> Section:
    """What the report of `day` says of a circular."""
    number = f" ({ledger.number})" if ledger.number else ""
    return Section(
        head=(phrases.answered(ledger), phrases.unanswered(ledger), phrases.days_left(ledger.due_on, day, office)),
        subject=thai_digits(f"เรื่อง {ledger.subject}{number}"),
        bar=_bar(ledger),
        unanswered=_groups(ledger.unanswered()),
        answered=_groups(ledger.answered()),
        late=sum(line.late for line in ledger.answered()),
        excused=tuple(line for line in ledger.lines if line.state == "excused"),
        others=ledger.others,
    )


def _bar(ledger: Ledger) -> tuple[int, int, int]:
    counts, all_ = ledger.counts(), ledger.expected()
    if not all_:
        return 0, 0, 100
    checked = 100 * counts["checked"] // all_
    answered = 100 * len(ledger.answered()) // all_
    return checked, answered - checked, 100 - answered


def _groups(lines: Iterable[Line]) -> tuple[Group, ...]:
    """In the circular's order: by group, within it by district (district offices are districts themselves)."""
    groups: dict[str, dict[str, list[Line]]] = {}
    for line in lines:
        district = "" if line.kind == "district" else line.district
        groups.setdefault(line.group, {}).setdefault(district, []).append(line)
    return tuple(_group(name, places) for name, places in groups.items())


def _group(name: str, places: dict[str, list[Line]]) -> Group:
    count = sum(map(len, places.values()))
    return Group(word(name), count, tuple(Place(f"อำเภอ{place}" if place else "", tuple(lines)) for place, lines in places.items()))
