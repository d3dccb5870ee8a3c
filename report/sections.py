"""A circular as the daily report shows it: its three lines, and its agencies by group and district."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from report import phrases
from report.room import Room
from storage.groups import by_group
from storage.ledger import OPEN, Ledger, Line
from storage.thai_text import thai_digits
from storage.words import word
from storage.working_days import OfficeDays, days_left


@dataclass(frozen=True, slots=True)
class Name:
    """An agency, and what is not plain about it: that other paper came, that it waits for a person, that it was late."""

    name: str
    remark: str


@dataclass(frozen=True, slots=True)
class Place:
    """Agencies of one district; of none where `name` is empty. more: how many there was no room for."""

    name: str
    lines: tuple[Name, ...]
    more: int


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
    others: tuple[Group, ...]
    excused: tuple[Group, ...]
    late: int


def section(ledger: Ledger, day: date, office: OfficeDays, room: Room) -> Section:
    """What the report of `day` says of a circular; `room` is shared by all lists of the mail, the unanswered first."""
    number = f" ({ledger.number})" if ledger.number else ""
    excused = [line for line in ledger.lines if line.state == "excused"]
    return Section(
        head=(phrases.answered(ledger), phrases.unanswered(ledger), days_left(ledger.due_on, day, office)),
        subject=thai_digits(f"เรื่อง {ledger.subject}{number}"),
        bar=_bar(ledger),
        unanswered=_groups(ledger.unanswered(), room),
        answered=_groups(ledger.answered(), room),
        others=_groups(ledger.others, room),
        excused=_groups(excused, room),
        late=sum(line.late for line in ledger.answered()),
    )


def _bar(ledger: Ledger) -> tuple[int, int, int]:
    counts, all_ = ledger.counts(), ledger.expected()
    if not all_:
        return 0, 0, 100
    checked = 100 * counts["checked"] // all_
    answered = 100 * len(ledger.answered()) // all_
    return checked, answered - checked, 100 - answered


def _groups(lines: Iterable[Line], room: Room) -> tuple[Group, ...]:
    return tuple(_group(name, places, room) for name, places in by_group(lines).items())


def _group(name: str, places: dict[str, list[Line]], room: Room) -> Group:
    count = sum(map(len, places.values()))
    return Group(word(name), count, tuple(_place(f"อำเภอ{place}" if place else "", lines, room) for place, lines in places.items()))


def _place(name: str, lines: list[Line], room: Room) -> Place:
    names = [Name(line.name, _remark(line)) for line in lines]
    shown = room.take([f"{each.name}{each.remark}" for each in names])
    return Place(name, tuple(names[:shown]), len(names) - shown)


def _remark(line: Line) -> str:
    said = [word(line.state)] if line.state in (*OPEN, "received") and line.state != "unanswered" else []
    return " · ".join([*said, *([word("late")] if line.late else [])])
