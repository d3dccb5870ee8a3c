"""Which gateway brought a mail, and what it says of the call: who called, the far station, how many pages, when."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from functools import cache
from pathlib import Path
from typing import Any

from intake.envelope import local_time, sent_at
from intake.heads import head, parameters

RECOGNISERS = Path(__file__).with_name("gateways.toml")
_MOST_PAGES = 999
# NUMBER in a pattern: Thai numbers by their count of digits, so that what follows one (`053000001 2 pages`) is none of it;
# others with a plus, or as digits alone. A mobile has a digit more than a line of an office.
_GAP = r"[ .()-]{0,2}"
_THAI = rf"[ .-]?(?:[2-57](?:{_GAP}\d){{7}}|[689](?:{_GAP}\d){{8}})(?!\d)"
_NUMBER = rf"(?<![\d+])(\+?66[ .-]?(?:\(0\)|0)?{_THAI}|\(?0{_THAI}|\+\d(?:{_GAP}\d){{7,13}}(?!\d)|[1-9]\d{{9,14}}(?!\d))"


@dataclass(frozen=True, slots=True)
class Recogniser:
    """One gateway's patterns, as gateways.toml describes them."""

    name: str | None
    when: tuple[re.Pattern[str], ...]
    number: tuple[re.Pattern[str], ...]
    station: tuple[re.Pattern[str], ...]
    pages: tuple[re.Pattern[str], ...]
    received: tuple[re.Pattern[str], ...]
    received_format: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """What is known of the call. number and station as printed; time aware."""

    gateway: str | None = None
    number: str | None = None
    station: str | None = None
    pages: int | None = None
    time: datetime | None = None


def recognise(messages: tuple[Message, ...], text: str, names: list[str], now: datetime) -> Call:
    """The call by the first of the messages (a mail and those forwarded in it) whose gateway is known, else by general patterns."""
    views = [(message, view(message, text, names)) for message in messages]
    for message, seen in views:
        for known in recognisers():
            if any(pattern.search(seen) for pattern in known.when):
                return _call(known, message, seen, now)
    calls = [_call(_general(), message, seen, now) for message, seen in views]
    return next((call for call in calls if call.number or call.station), calls[0] if calls else Call())


def view(message: Message, text: str, names: list[str]) -> str:
    """The one text that the patterns of gateways.toml are matched against."""
    lines = [f"{name}: {head(message, name)}" for name in ("Subject", "From", "X-Mailer")]
    lines.append(f"Boundary: {parameters(message, 'content-type').get('boundary', '')}")
    lines += [f"File: {name}" for name in names]
    return "\n".join(lines) + "\n\n" + text[:50_000].replace("\r", "")


@cache
def recognisers() -> tuple[Recogniser, ...]:
    """All named recognisers, in the file's order."""
    return tuple(_compiled(entry) for entry in _tables()["gateway"])


@cache
def _general() -> Recogniser:
    return _compiled(_tables()["general"])


@cache
def _tables() -> dict[str, Any]:
    with RECOGNISERS.open("rb") as file:
        return tomllib.load(file)


def _compiled(entry: dict[str, Any]) -> Recogniser:
    patterns = {
        key: tuple(re.compile(pattern.replace("NUMBER", _NUMBER), re.M | re.I) for pattern in entry.get(key, ()))
        for key in ("when", "number", "station", "pages", "received")
    }
    return Recogniser(name=entry.get("name"), received_format=tuple(entry.get("received_format", ())), **patterns)


def _call(known: Recogniser, message: Message, seen: str, now: datetime) -> Call:
    general = _general()
    station = _first(known.station, seen) or _first(general.station, seen)
    pages = _first(known.pages, seen) or _first(general.pages, seen)
    printed = _first(known.received, seen)
    time = local_time(printed, list(known.received_format), now) if printed else None
    return Call(
        gateway=known.name,
        number=_first(known.number, seen) or (None if station else _first(general.number, seen)),
        station=station,
        pages=int(pages) if pages and 0 < int(pages) <= _MOST_PAGES else None,
        # Only a gateway's clock is believed against the mail server's: a person's Date line is what their computer says.
        time=time or (sent_at(message, now) if known.name else None),
    )


def _first(patterns: tuple[re.Pattern[str], ...], seen: str) -> str | None:
    found = (pattern.search(seen) for pattern in patterns)
    return next((match[1].strip() for match in found if match and match[1].strip()), None)
