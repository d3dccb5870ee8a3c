"""The templates and what they may call: the office's words, dates, digits, telephone numbers and senders."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from jinja2 import Environment, PackageLoader, StrictUndefined

from review.duties import CHANNEL_NAMES, DUTY_NAMES, LOOK_NAMES, MENU, MORE, WHY_NAMES
from review.values import shown
from rules.telephone import people_form
from storage.tables import Message, Receipt
from storage.thai_text import date_short, date_time, thai_digits, time
from storage.words import word

ASKED_NAMES = {"direct": word("direct"), "district": word("through-district"), "no": word("not-asked")}


class From(Protocol):
    """What is known of who sent something."""

    @property
    def sender_number(self) -> str | None: ...
    @property
    def sender_station(self) -> str | None: ...
    @property
    def from_address(self) -> str | None: ...
    @property
    def file_name(self) -> str: ...


def environment() -> Environment:
    """Templates of this package: everything escaped, an unknown name is an error."""
    made = Environment(loader=PackageLoader("review"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.filters.update(word=word, thai=thai_digits, moment=moment, shown=shown, sender=sender, duty=DUTY_NAMES.__getitem__)
    made.filters.update(clock=time, ago=ago, channel=lambda code: CHANNEL_NAMES.get(code, code))
    made.filters.update(why=lambda code: WHY_NAMES.get(code, code))
    made.filters.update(look=lambda kind: LOOK_NAMES.get(kind, kind))
    made.filters.update(day=day, asked=ASKED_NAMES.__getitem__)
    made.globals.update(menu=MENU, more=MORE, sender_of=sender_of)
    return made


def moment(at: datetime | None) -> str:
    """A moment for tables; a dash where it is not known."""
    return date_time(at) if at else "–"


def day(on: date | None) -> str:
    """A day for tables; a dash where there is none."""
    return date_short(on) if on else "–"


def ago(moment: datetime, now: datetime) -> str:
    """How long something waits, in one unit: ๓ วัน, ๒ ชม., ๑๕ นาที."""
    minutes = max(0, int((now - moment).total_seconds() // 60))
    count, unit = (minutes // 1440, "วัน") if minutes >= 1440 else (minutes // 60, "ชม.") if minutes >= 60 else (minutes, "นาที")
    return f"{thai_digits(count)} {unit}"


def sender(known: From) -> str:
    """Who sent it, as people write it: the fax number, else what the machine calls itself, the mail address, the file's name."""
    return _first(known.sender_number, known.sender_station, known.from_address, known.file_name)


def sender_of(receipt: Receipt, message: Message | None) -> str:
    """The same for a receipt and the head of its mail."""
    parts = (message.sender_number, message.sender_station, message.from_address) if message else (None, None, None)
    return _first(*parts, receipt.file_name)


def _first(number: str | None, station: str | None, address: str | None, file_name: str) -> str:
    return (people_form(number) if number else None) or station or address or file_name or "–"
