"""What follows a database that was set back: receipts made again from the small files, and taken again what only the mailboxes have."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import chain

from sqlalchemy import func, select

from intake import imap
from intake.imap import FAULTS, ImapError
from intake.mailbox import Mailbox
from intake.sources import Arrival
from service.accounts import account_of
from service.checks import imap_advice
from service.failure import Failure
from service.identify import identify
from service.parts import Parts
from service.taking import alone, keep, open_mailbox, sources
from storage import events, high_water
from storage.arrival import fingerprint
from storage.engine import reading, writing
from storage.identity import same_message
from storage.numbers import skip
from storage.rebuild import rebuild
from storage.receipts import SERIES
from storage.tables import Receipt
from storage.thai_text import bangkok_date, buddhist_year, day_bounds
from storage.troubles import DATABASE

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Recovered:
    """rebuilt: receipts made again from small files; taken: messages that came again from the mailboxes; left_out: numbers."""

    rebuilt: int
    taken: int
    left_out: int


def recover(parts: Parts, since: date | None = None) -> Recovered:
    """Make the database whole again; safe to repeat. since: of when its state is, where nothing says so (a machine set back as a whole).

    Raises Failure: a mailbox cannot be used, or the daemon takes from it.
    """
    now = datetime.now(UTC)
    of = high_water.restored_at(parts.store)
    back_to = since or (bangkok_date(of - DAY) if of else None)
    with ExitStack() as stack:
        for name in sources(parts) if back_to else ():
            stack.enter_context(alone(parts, name))
        rebuilt = rebuild(parts.engine, parts.store, lambda: parts.reader, now, len(sources(parts)))
        lost = _count(parts, back_to) if back_to else 0
        high_water.move_ahead(parts.engine, parts.store, now, lost)
        left_out = _leave_out(parts, lost, now) if back_to else 0
        taken = _take_again(parts, back_to) if back_to else 0
    with writing(parts.engine) as session:
        events.write(session, "recovered", now, rebuilt=rebuilt, taken=taken, left_out=left_out)
    high_water.note_recovered(parts.engine, parts.store)
    parts.board.ends(DATABASE, "database-older")
    return Recovered(rebuilt, taken, left_out)


def _leave_out(parts: Parts, lost: int, now: datetime) -> int:
    """Each message that nobody knows any more may have borne a number, and so may what was handed in."""
    count = lost + high_water.MARGIN
    with writing(parts.engine) as session:
        skip(session, SERIES, buddhist_year(bangkok_date(now)), count, now)
    return count


def _count(parts: Parts, since: date) -> int:
    """How many messages came since then that the database does not know: never fewer than there are."""
    there = sum(sum(mailbox.count_since(since).values()) for mailbox in _mailboxes(parts))
    with reading(parts.engine) as session:
        known = session.scalar(select(func.count(Receipt.id)).where(Receipt.kept_at >= day_bounds(since)[0]))
    return max(0, there - (known or 0))


def _take_again(parts: Parts, since: date) -> int:
    """Of the folders to which taken mail is moved. In all others taking goes on by itself where the database stands."""
    fresh = 0
    for mailbox in _mailboxes(parts, moved=True):
        arrivals = chain.from_iterable(mailbox.fetch_since(since))
        fresh += sum(keep(parts, arrival).fresh for arrival in arrivals if not _is_known(parts, arrival))
    return fresh


def _is_known(parts: Parts, arrival: Arrival) -> bool:
    told = identify(arrival.content, arrival.name)
    carried = fingerprint(told.attachments, told.body_sha256)
    with reading(parts.engine) as session:
        return same_message(session, sha256(arrival.content).hexdigest(), told.message_id, carried) is not None


def _mailboxes(parts: Parts, *, moved: bool = False) -> Iterator[Mailbox]:
    """Each folder that is taken from (not with `moved`) and each to which taken mail goes, where it is there. Raises Failure."""
    for settings in parts.settings.imap.values():
        folders = () if moved else settings.folders
        for folder in (*folders, *((settings.move_to,) if settings.after == "move" else ())):
            account = account_of(parts.settings, settings, folder)
            try:
                with imap.connect(account) as client:
                    imap.open_folder(client, folder)
            except (ImapError, *FAULTS) as error:
                if getattr(error, "code", "") == "no-folder" and folder == settings.move_to:
                    continue
                raise Failure(getattr(error, "code", "mailbox"), imap_advice(error)) from error
            yield open_mailbox(parts, settings, account)
