"""What the head of a mail says: who and when. Nothing here raises."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from intake.heads import head, heads

BANGKOK = timezone(timedelta(hours=7), "Asia/Bangkok")
_EARLIEST = datetime(2000, 1, 1, tzinfo=BANGKOK)
_CLOCK_ERROR = timedelta(days=1)
# A gateway may hold a fax for hours when the mail server is down; a time of its own older than this is a wrong clock.
_LONGEST_HELD = timedelta(days=3)


def received_times(message: Message, now: datetime) -> list[datetime]:
    """Times of the Received lines, the first server's first; nonsense left out."""
    dates = (_date(value.rpartition(";")[2], now) for value in reversed(heads(message, "received")))
    return [date for date in dates if date is not None]


def taken_at(message: Message, now: datetime, gateway_time: datetime | None = None) -> datetime | None:
    """When gateway or first mail server took it. A gateway's own time counts where it fits the first server's."""
    received = min(received_times(message, now), default=None)
    if received is None:
        return gateway_time or sent_at(message, now)
    if gateway_time is not None and timedelta(minutes=-10) <= received - gateway_time <= _LONGEST_HELD:
        return gateway_time
    return received


def sent_at(message: Message, now: datetime) -> datetime | None:
    """The Date line; None where it is missing or nonsense."""
    return _date(head(message, "date"), now)


def local_time(text: str, formats: list[str], now: datetime) -> datetime | None:
    """A time that a gateway printed, by the clock of Thailand."""
    for form in formats:
        try:
            return _plausible(datetime.strptime(text.strip(), form).replace(tzinfo=BANGKOK), now)
        except ValueError:
            continue
    return None


def address_of(message: Message) -> str | None:
    """The address in From, in lower case; None where there is none."""
    address = parseaddr(head(message, "from"))[1].strip().lower()
    return address if "@" in address else None


def message_id_of(message: Message) -> str | None:
    """The Message-ID with its angle brackets taken off."""
    found = re.search(r"<([^<>\s]+)>", head(message, "message-id"))
    return found[1] if found else head(message, "message-id").strip("<> ") or None


def _date(text: str, now: datetime) -> datetime | None:
    try:
        date = parsedate_to_datetime(text.strip())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    # The email package gives a naive time for no zone at all and for -0000; both are the office's own clock here.
    return _plausible(date if date.tzinfo else date.replace(tzinfo=BANGKOK), now)


def _plausible(date: datetime, now: datetime) -> datetime | None:
    try:
        return date if _EARLIEST <= date <= now + _CLOCK_ERROR else None
    except OverflowError:
        return None
