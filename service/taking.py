"""The intake role: what arrives is kept first, and only then is its source told so."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from intake.afterwards import Afterwards
from intake.drop_folder import DropFolder
from intake.folder import Ways
from intake.imap import Account
from intake.mail_rule import Rule
from intake.mailbox import Mailbox
from intake.sources import Arrival, Source
from service.accounts import account_of
from service.failure import Failure
from service.identify import Identity, identify
from service.locks import Taken, held
from service.mail_memory import DatabaseMemory
from service.parts import Parts
from service.patience import Stopped, patiently, trouble_of
from service.settings import MailboxSettings
from storage import receipts
from storage.receipts import Kept

log = logging.getLogger(__name__)
Queue = Callable[[Sequence[Kept]], None]


def take_from(parts: Parts, source: Source, queue: Queue, stop: threading.Event) -> None:
    """Keeps everything that a source gives until `stop`. While store or database are away, it waits, and the source with it."""
    try:
        for arrivals in source.arrivals(stop):
            kept = patiently(parts.board, stop, partial(keep_all, parts, arrivals))
            for arrival in arrivals:
                source.done(arrival)
            queue([each for each in kept if each.fresh])
    except Stopped:
        return


def keep_all(parts: Parts, arrivals: Sequence[Arrival]) -> list[Kept]:
    """The receipts of arrivals, in their order; they are on the disk when this returns."""
    identities = [identify(arrival.content, arrival.name) for arrival in arrivals]
    try:
        kept = receipts.keep_all(parts.engine, parts.store, [_arrival(parts, *each) for each in zip(arrivals, identities, strict=True)])
    except Exception as error:
        if trouble_of(error):
            raise
        return [keep(parts, arrival) for arrival in arrivals]  # the others must not wait for the one that the database does not bear
    for arrival, each in zip(arrivals, kept, strict=True):
        _say(arrival, each)
    return kept


def keep(parts: Parts, arrival: Arrival, channel: str = "folder") -> Kept:
    """The receipt of an arrival; it is on the disk when this returns. channel: of a bare file (folder, hand)."""
    try:
        kept = _keep(parts, arrival, channel, identify(arrival.content, arrival.name))
    except Exception as error:
        if trouble_of(error):
            raise
        # Something in its head is more than the database bears. It must not hold up what comes after it.
        log.warning("%s: UID %s is known by its bytes alone (%s)", arrival.source, arrival.uid, type(error).__name__)
        kept = _keep(parts, arrival, channel, Identity())
    _say(arrival, kept)
    return kept


def sources(parts: Parts) -> dict[str, Callable[[threading.Event], Source]]:
    """How to open each source of the settings, by its name; the event ends its waiting."""
    found: dict[str, Callable[[threading.Event], Source]] = {}
    for mailbox in parts.settings.imap.values():
        for folder in mailbox.folders:
            found[f"{Account(mailbox.url, mailbox.user, '').name}/{folder}"] = partial(_mailbox, parts, mailbox, folder)
    for path in parts.settings.drop.values():
        found[str(path)] = partial(_drop_folder, parts, path)
    return found


def open_mailbox(parts: Parts, mailbox: MailboxSettings, account: Account, stop: threading.Event | None = None) -> Mailbox:
    """A mailbox that remembers in the database how far it was taken."""
    rule = Rule(mailbox.only_to, mailbox.only_from, mailbox.only_subject, mailbox.only_with_page)
    ways = Ways(rule, Afterwards(mailbox.after, mailbox.move_to))
    memory = DatabaseMemory(parts, account.name, stop or threading.Event())
    return Mailbox(account, memory, ways, report=parts.board.report)


@contextmanager
def alone(parts: Parts, name: str) -> Iterator[None]:
    """Holds a source, so that no other process takes from it meanwhile. Raises Failure."""
    try:
        with held(parts.settings.locks, f"intake-{name}"):
            yield
    except Taken as error:
        raise Failure("source-taken", f"มีโปรแกรมอื่นกำลังรับเอกสารจาก {name} อยู่ โปรดหยุดโปรแกรมนั้นก่อน") from error


def _say(arrival: Arrival, kept: Kept) -> None:
    seen = "" if kept.fresh else " (seen before)"
    log.info("%s: receipt %d/%d%s", arrival.source, kept.number, kept.year, seen, extra={"receipt": f"{kept.number}/{kept.year}"})


def _keep(parts: Parts, arrival: Arrival, channel: str, identity: Identity) -> Kept:
    return receipts.keep(parts.engine, parts.store, _arrival(parts, arrival, identity, channel))


def _arrival(parts: Parts, arrival: Arrival, identity: Identity, channel: str = "folder") -> receipts.Arrival:
    return receipts.Arrival(
        raw=arrival.content,
        file_name=arrival.name,
        source=arrival.source,
        channel=identity.channel or channel,
        seen_at=datetime.now(UTC),
        reader=parts.reader,
        taken_at=identity.taken_at or arrival.arrived_at,
        mailbox=arrival.source if arrival.uid is not None else None,
        uid_validity=arrival.uidvalidity,
        uid=arrival.uid,
        message_id=identity.message_id,
        attachments=identity.attachments,
        body_sha256=identity.body_sha256,
    )


def _mailbox(parts: Parts, mailbox: MailboxSettings, folder: str, stop: threading.Event) -> Source:
    return open_mailbox(parts, mailbox, account_of(parts.settings, mailbox, folder), stop)


def _drop_folder(parts: Parts, path: Path, stop: threading.Event) -> Source:
    return DropFolder(path, report=parts.board.report)
